package org.zfsbackup.bench;

/** What a user would type without us. */
final class Peers {
    static final String SAME = "cmp \"$STREAM\" \"$OUT/stream\"";
    static final String ZSTD = "zstd -3 -q -T\"$(nproc)\" -c";

    /** The cipher that ours proposes first. */
    static final String AES = "-c aes128-gcm@openssh.com";

    private static final String RCLONE = "env -u AWS_CA_BUNDLE rclone -q --config /dev/null ";
    private static final String RCLONE_CAT = RCLONE + "cat \"s3:$BED/$SIDE/stored/stream\" ";
    private static final String TO_STREAM = " >\"$OUT/stream\"";
    private static final String AWS =
            "env -u AWS_CA_BUNDLE AWS_CONFIG_FILE=\"$AWS_CONFIG\" aws --endpoint-url \"$S3\" s3 ";
    private static final String SEND = "cat \"$STREAM\" | ";

    /** A dataset that zfs-fuse has just let go of is busy for a while. */
    static final String NEW_PLACE =
            """
            for i in 1 2 3 4 5; do
                zfs list "$TO/$SIDE" >/dev/null 2>&1 || break
                zfs destroy -r "$TO/$SIDE" || sleep 1
            done
            zfs create "$TO/$SIDE"
            """;

    private Peers() {}

    static String pigz(int level) {
        return "pigz -p\"$(nproc)\" -" + level;
    }

    static Contender split(String name, String filter) {
        return Contender.of(name, SEND + filter + splitInto("$OUT"));
    }

    static Contender plain() {
        return Contender.of("tee sha256sum", hashed(SEND, splitInto("$OUT")));
    }

    /** {@code from tee >(sha256sum) to}, written so that bash waits for the sum, and its CPU time is counted. */
    private static String hashed(String from, String to) {
        return "exec 3> >(sha256sum >\"$OUT/sum\"); sum=$!; " + from + "tee /dev/fd/3" + to + "; exec 3>&-; wait $sum";
    }

    /** What another has stored, joined and undone. */
    static Contender joined(String name, Contender stored, String filter) {
        return Contender.of(name, "cat \"$STORED\"/* | " + filter + " >\"$OUT/stream\"")
                .prepared(stored.command().replace("$OUT", "$STORED"))
                .checked(SAME);
    }

    /**
     * The same chunks, two at a time.
     *
     * @param stored the script that stores them below {@code $STORED}
     */
    static Contender sums(String stored) {
        return Contender.of(
                        "xargs -P 2 sha256sum", "ls \"$STORED\"/p/chunks/* | xargs -n 1 -P 2 sha256sum >\"$OUT/sums\"")
                .prepared(stored);
    }

    static Contender restic() {
        String restic = "restic --no-cache -q -r \"$OUT/repository\" ";
        return Contender.of("restic", SEND + restic + "backup --stdin").afresh(restic + "init");
    }

    static Contender borg() {
        return Contender.of("borg zstd,3", SEND + "borg create --compression zstd,3 \"$OUT/repository::a\" -")
                .afresh("rm -rf \"$BORG_BASE_DIR\"; borg init --encryption repokey \"$OUT/repository\"");
    }

    static Contender rcloneUp() {
        return Contender.of("rclone rcat", SEND + RCLONE + "rcat \"s3:$BED/$SIDE/out/stream\"");
    }

    static Contender rcloneDown() {
        return rcloneDown("rclone cat", RCLONE_CAT + TO_STREAM);
    }

    /** Which is not checked by itself. */
    static Contender rcloneDownHashed() {
        return rcloneDown("rclone cat, sha256sum", hashed(RCLONE_CAT + "| ", TO_STREAM));
    }

    private static Contender rcloneDown(String name, String command) {
        return Contender.of(name, command)
                .prepared(SEND + RCLONE + "rcat \"s3:$BED/$SIDE/stored/stream\"")
                .checked(SAME);
    }

    static Contender awsUp() {
        return Contender.of("aws s3 cp -", awsUp("out"));
    }

    static Contender awsDown() {
        return Contender.of("aws s3 cp", AWS + "cp --quiet \"s3://$BED/$SIDE/stored/stream\" - >\"$OUT/stream\"")
                .prepared(awsUp("stored"))
                .checked(SAME);
    }

    /** The CLI must know the size beforehand, else its parts may be too small for a long stream. */
    private static String awsUp(String folder) {
        return SEND + AWS + "cp --quiet --expected-size \"$(stat -c %s \"$STREAM\")\" - \"s3://$BED/$SIDE/" + folder
                + "/stream\"";
    }

    /** @param between a program that copies the stream, and the pipe behind it */
    static Contender replica(String between) {
        return Contender.of(
                        "zfs send |" + between + " receive",
                        "zfs send \"$FROM@one\" |" + between + " zfs receive -u \"$TO/$SIDE/replica\"")
                .afresh(NEW_PLACE);
    }

    /** @param options of ssh */
    static Contender overSsh(String options) {
        return Contender.of(
                ("ssh " + options + " cat").replace("  ", " "),
                SEND + "ssh " + options
                        + " -F none -o BatchMode=yes -o IdentitiesOnly=yes -o UserKnownHostsFile=\"$SSH_HOSTS\""
                        + " -i \"$SSH_KEY\" -p \"$SSH_PORT\" 127.0.0.1 'cat >/dev/null'");
    }

    /** What zfs itself takes to tell of both sides. */
    static Contender tables() {
        return Contender.of(
                "zfs get", "\"$MANY\" get -rHp tank/all >/dev/null; \"$MANY\" get -rHp backup/all >/dev/null");
    }

    private static String splitInto(String folder) {
        return " | split -b 2G - \"" + folder + "/\"";
    }
}
