package org.zfsbackup.bench;

/** Our command, as an administrator would type it. */
final class Ours {
    private static final String COMMAND = "\"$ZFSBACKUP\" --zfs \"$ZFS\" --dataset tank/a ";

    private static final String BUCKET = COMMAND + "s3 --bucket \"$BED\" --server \"$S3\" ";

    private Ours() {}

    static Contender backup(String options) {
        return Contender.of("ours", backup(options, "$OUT"));
    }

    /** In twenty chunks. */
    static Contender inPieces(String options) {
        return Contender.of("ours anew", pieces(options));
    }

    /** In twenty chunks, most of which a backup has stored that was broken off after nine tenths of its stream. */
    static Contender continued(String options) {
        return Contender.of("ours", pieces(options))
                .afresh("send=\"${ZFS%/*}/send\"\n"
                        + "echo \"head -c $(($(stat -c %s \"$STREAM\") / 10 * 9)) \\$stream; exit 1\" >\"$send\"\n"
                        + "! " + pieces(options) + ">/dev/null 2>&1\n"
                        + "echo 'cat $stream' >\"$send\"");
    }

    private static String pieces(String options) {
        return pieces(options, "$OUT");
    }

    /** A backup of twenty chunks into a folder. */
    static String pieces(String options, String folder) {
        return COMMAND + options + " --chunk-size $(($(stat -c %s \"$STREAM\") / 20))" + directory(folder);
    }

    /** Everything of a backup of twenty chunks. */
    static Contender verify() {
        return Contender.of("ours", COMMAND + stored() + "verify >\"$OUT/said\"")
                .prepared(pieces("", "$STORED"));
    }

    /** The plain stream of what was backed up with these options. */
    static Contender restore(String backupOptions, String options) {
        return Contender.of("ours", COMMAND + options + stored() + "restore --to-file - >\"$OUT/stream\"")
                .prepared(backup(backupOptions, "$STORED"))
                .checked(Peers.SAME);
    }

    /** Into a bucket of the bench's own server. */
    static Contender upload() {
        return Contender.of("ours", BUCKET + "--prefix \"$SIDE/out\" --no-glacier --new-target");
    }

    static Contender download() {
        return Contender.of("ours", BUCKET + "--prefix \"$SIDE/stored\" restore --to-file - >\"$OUT/stream\"")
                .prepared(BUCKET + "--prefix \"$SIDE/stored\" --no-glacier --new-target")
                .checked(Peers.SAME);
    }

    /** From one dataset of the pool to another. */
    static Contender replica() {
        return Contender.of("ours", "\"$ZFSBACKUP\" --dataset \"$FROM\" zfs --dest \"$TO/$SIDE\"")
                .afresh(Peers.NEW_PLACE);
    }

    /** To a host whose zfs receives into nothing. */
    static Contender replica(String transport) {
        return Contender.of(
                        "ours",
                        COMMAND + "ssh --dest backup/nas --host 127.0.0.1 --port $SSH_PORT --login-key \"$SSH_KEY\""
                                + " --known-hosts \"$SSH_HOSTS\" --remote-zfs \"$FAR\" --keep-base none --transport "
                                + transport)
                .afresh(ReplicaSides.NOTHING_THERE);
    }

    /** Nothing is sent: every dataset is there. */
    static Contender plan() {
        return Contender.of(
                "ours",
                "\"$ZFSBACKUP\" --zfs \"$MANY\" --dataset tank/all --recursive=each zfs --dest backup/nas"
                        + " --keep-base none >\"$OUT/said\"");
    }

    static Contender list() {
        return Contender.of("list of a small map", COMMAND + stored() + "list").prepared(backup("", "$STORED"));
    }

    static Contender version() {
        return Contender.of("--version", "\"$ZFSBACKUP\" --version");
    }

    static Contender tinyBackup() {
        return Contender.of("backup of a tiny stream", backup("", "$OUT"));
    }

    private static String backup(String options, String folder) {
        return COMMAND + options + directory(folder);
    }

    private static String stored() {
        return directory("$STORED");
    }

    private static String directory(String folder) {
        return " directory --dest \"" + folder + "\" --prefix p ";
    }
}
