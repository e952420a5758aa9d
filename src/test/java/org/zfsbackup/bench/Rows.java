package org.zfsbackup.bench;

import java.util.List;

/** All that is compared. */
final class Rows {
    private static final String OPENSSL = "openssl enc -aes-256-cbc -salt -pbkdf2 -pass file:\"$PASSWORD_FILE\"";
    private static final String ORIGINAL = "gzip -6 | " + OPENSSL;
    private static final String AGE = "age -R \"$RECIPIENTS\"";
    private static final String GZIP = "--compress=gzip:6";
    private static final String FAST = "--compress=gzip:fast";
    private static final String ZSTD = "--compress=zstd:3";
    private static final String WITH_PASSWORD = " -E --password-file \"$PASSWORD_FILE\"";
    private static final String WITH_AGE = " --encrypt=age --recipients-file \"$RECIPIENTS\"";

    private Rows() {}

    static List<Row> all() {
        return List.of(
                new Row("no pipe", Ours.backup(""), Peers.plain()),
                new Row("gzip 6", Ours.backup(GZIP), Peers.split("pigz -6", Peers.pigz(6))),
                new Row("gzip fast", Ours.backup(FAST), Peers.split("pigz -1", Peers.pigz(1))),
                new Row("zstd 3", Ours.backup(ZSTD), Peers.split("zstd -3", Peers.ZSTD)),
                new Row("gzip 6 + aes", Ours.backup(GZIP + WITH_PASSWORD), original()),
                new Row("gzip 6 + aes", Ours.backup(GZIP + WITH_PASSWORD), pigzAndOpenssl(6)),
                new Row("gzip fast + aes", Ours.backup(FAST + WITH_PASSWORD), original()),
                new Row("gzip fast + aes", Ours.backup(FAST + WITH_PASSWORD), pigzAndOpenssl(1)),
                new Row("zstd 3 + age", Ours.backup(ZSTD + WITH_AGE), zstdAndAge()),
                new Row("zstd 3 + age", Ours.backup(ZSTD + WITH_AGE), original()),
                new Row("zstd 3 + age", Ours.backup(ZSTD + WITH_AGE), Peers.restic()),
                new Row("zstd 3 + age", Ours.backup(ZSTD + WITH_AGE), Peers.borg()),
                new Row(
                        "continue zstd 3 + age at 90 %",
                        Ours.continued(ZSTD + WITH_AGE), Ours.inPieces(ZSTD + WITH_AGE)),
                new Row(
                        "restore zstd 3 + age",
                        Ours.restore(ZSTD + WITH_AGE, " --identity-file \"$IDENTITY\""),
                        Peers.joined("age -d | zstd -d", zstdAndAge(), "age -d -i \"$IDENTITY\" | zstd -dc")),
                new Row(
                        "restore gzip 6 + aes",
                        Ours.restore(GZIP + WITH_PASSWORD, " --password-file \"$PASSWORD_FILE\""),
                        Peers.joined(
                                "openssl -d | gzip -d",
                                original(),
                                OPENSSL.replace("enc ", "enc -d ") + " | gzip -dc")),
                new Row("verify, no pipe", Ours.verify(), Peers.sums(Ours.pieces("", "$STORED"))),
                new Row("s3 upload", Ours.upload(), Peers.rcloneUp(), Row.Content.BUCKET),
                new Row("s3 upload", Ours.upload(), Peers.awsUp(), Row.Content.BUCKET),
                new Row("s3 download", Ours.download(), Peers.rcloneDown(), Row.Content.BUCKET),
                new Row("s3 download", Ours.download(), Peers.rcloneDownHashed(), Row.Content.BUCKET),
                new Row("s3 download", Ours.download(), Peers.awsDown(), Row.Content.BUCKET),
                new Row("replica in a pool", Ours.replica(), Peers.replica(""), Row.Content.POOL),
                new Row("replica in a pool", Ours.replica(), Peers.replica(" cat |"), Row.Content.POOL),
                new Row("replica over ssh", Ours.replica("openssh"), Peers.overSsh(""), Row.Content.HOST),
                new Row("replica over ssh", Ours.replica("openssh"), Peers.overSsh(Peers.AES), Row.Content.HOST),
                new Row("replica over mina", Ours.replica("mina"), Peers.overSsh(""), Row.Content.HOST),
                new Row("replica plan, 100k snapshots", Ours.plan(), Peers.tables(), Row.Content.NOTHING));
    }

    private static Contender original() {
        return Peers.split("gzip -6 | openssl", ORIGINAL);
    }

    private static Contender pigzAndOpenssl(int level) {
        return Peers.split("pigz -" + level + " | openssl", Peers.pigz(level) + " | " + OPENSSL);
    }

    private static Contender zstdAndAge() {
        return Peers.split("zstd -3 | age", Peers.ZSTD + " | " + AGE);
    }
}
