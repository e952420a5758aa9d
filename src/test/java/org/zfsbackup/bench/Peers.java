package org.zfsbackup.bench;

/** What a user would type without us. */
final class Peers {
    static final String SAME = "cmp \"$STREAM\" \"$OUT/stream\"";
    static final String ZSTD = "zstd -3 -q -T\"$(nproc)\" -c";

    private static final String SEND = "cat \"$STREAM\" | ";

    private Peers() {}

    static String pigz(int level) {
        return "pigz -p\"$(nproc)\" -" + level;
    }

    static Contender split(String name, String filter) {
        return Contender.of(name, SEND + filter + splitInto("$OUT"));
    }

    /** {@code tee >(sha256sum)}, written so that bash waits for the sum, and its CPU time is counted. */
    static Contender plain() {
        return Contender.of(
                "tee sha256sum",
                "exec 3> >(sha256sum >\"$OUT/sum\"); sum=$!; " + SEND + "tee /dev/fd/3" + splitInto("$OUT")
                        + "; exec 3>&-; wait $sum");
    }

    /** What another has stored, joined and undone. */
    static Contender joined(String name, Contender stored, String filter) {
        return Contender.of(name, "cat \"$STORED\"/* | " + filter + " >\"$OUT/stream\"")
                .prepared(stored.command().replace("$OUT", "$STORED"))
                .checked(SAME);
    }

    static Contender restic() {
        String restic = "restic --no-cache -q -r \"$OUT/repository\" ";
        return Contender.of("restic", SEND + restic + "backup --stdin").afresh(restic + "init");
    }

    static Contender borg() {
        return Contender.of("borg zstd,3", SEND + "borg create --compression zstd,3 \"$OUT/repository::a\" -")
                .afresh("rm -rf \"$BORG_BASE_DIR\"; borg init --encryption repokey \"$OUT/repository\"");
    }

    private static String splitInto(String folder) {
        return " | split -b 2G - \"" + folder + "/\"";
    }
}
