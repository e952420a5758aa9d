package org.zfsbackup.bench;

import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.fixture.OpenSshServer;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/**
 * What replicas need: a pool of this host's ZFS, an sshd on the loopback whose zfs receives into nothing, and a zfs that
 * has so many datasets of a hundred snapshots each, at a source and at a destination that lacks none.
 */
final class ReplicaSides implements AutoCloseable {
    private static final int SNAPSHOTS = 100;

    /** The source, a replica of each side, and one that is being let go. */
    private static final int COPIES = 4;

    private static final long SPARE = 1L << 30;
    private static final String PROGRAM = "#!/bin/sh\n";
    /** Receives into nothing, and shows the snapshot that was received last. */
    private static final String FAR = PROGRAM
            + """
                    last=${0%/*}/last
                    case "$1" in
                    get)
                        for name; do :; done
                        if [ "$name" = backup/nas/a ] && [ -e "$last" ]; then
                            cat "$last"
                        else
                            echo "cannot open '$name': dataset does not exist" >&2
                            exit 1
                        fi ;;
                    receive)
                        cat >/dev/null
                        cp "$last.received" "$last" ;;
                    esac
                    """;

    /** Before each run: nothing was received yet. */
    static final String NOTHING_THERE = "rm -f \"${FAR%/*}/last\"";

    private final Path folder;
    private final RealZfs pool;
    private final OpenSshServer server;

    private ReplicaSides(Path folder, RealZfs pool, OpenSshServer server) {
        this.folder = folder;
        this.pool = pool;
        this.server = server;
    }

    /** @param payload the bytes of the largest dataset */
    static ReplicaSides in(Path folder, long payload) throws IOException {
        Files.createDirectories(folder.resolve("sshd"));
        RealZfs pool = RealZfs.in(folder, Long.toString(COPIES * payload + SPARE));
        try {
            return new ReplicaSides(folder, pool, OpenSshServer.start(folder.resolve("sshd")));
        } catch (Exception e) {
            pool.close();
            throw new IOException("there is no sshd for the rows of replicas: " + e.getMessage(), e);
        }
    }

    /**
     * What scripts find them by.
     *
     * @param payload the bytes of the dataset in the pool
     * @param datasets those of the zfs with many
     */
    Map<String, String> variables(String name, long payload, int datasets) throws IOException {
        Path place = Files.createDirectories(folder.resolve(name));
        String source = pool.dataset(name);
        Trees.random(pool.path(source).resolve("noise"), payload, 1);
        pool.snapshot(source, "one");
        Map<String, String> variables = new HashMap<>();
        variables.put("FROM", source);
        variables.put("TO", pool.dataset(name + "-to"));
        variables.put("SSH_PORT", Integer.toString(server.port));
        variables.put("SSH_KEY", server.userKey().toString());
        variables.put("SSH_HOSTS", server.knownHosts().toString());
        variables.put("FAR", script(place.resolve("far"), FAR));
        try (PrintWriter received = new PrintWriter(Files.newBufferedWriter(place.resolve("last.received")))) {
            row(received, "backup/nas/a", 1);
            row(received, "backup/nas/a@s1", Bed.GUID);
        }
        script(place.resolve("zpool"), PROGRAM);
        variables.put("MANY", many(place, datasets));
        return variables;
    }

    private static String many(Path place, int datasets) throws IOException {
        for (String root : List.of("tank", "backup")) {
            try (PrintWriter table = new PrintWriter(Files.newBufferedWriter(place.resolve(root)))) {
                for (int i = 0; i < datasets; i++) {
                    String dataset =
                            (root.equals("backup") ? "backup/nas" : root) + "/all" + (i == 0 ? "" : "/dataset-" + i);
                    row(table, dataset, root.length() * 1_000_000L + i);
                    for (int one = 0; one < SNAPSHOTS; one++) {
                        row(table, dataset + "@auto-" + one, i * (long) SNAPSHOTS + one + 1);
                    }
                }
            }
        }
        String script = "[ \"$1\" != get ] || for name; do :; done\n[ \"$1\" != get ] || exec cat " + place
                + "/\"${name%%/*}\"\n";
        return script(place.resolve("zfs"), PROGRAM + script);
    }

    private static void row(PrintWriter table, String name, long guid) {
        table.println(name + "\tguid\t" + guid);
        table.println(name + "\tcreatetxg\t" + guid);
        table.println(name + "\tcreation\t" + (1_700_000_000L + guid));
        table.println(name + "\ttype\t" + (name.contains("@") ? "snapshot" : "filesystem"));
        table.println(name + "\tuserrefs\t" + (name.contains("@") ? "0" : "-"));
        table.println(name + "\treceive_resume_token\t-");
        table.println(name + "\tencryption\toff");
    }

    private static String script(Path file, String text) throws IOException {
        Files.writeString(file, text);
        if (!file.toFile().setExecutable(true)) {
            throw new IOException(file + " cannot be made executable");
        }
        return file.toString();
    }

    @Override
    public void close() {
        server.close();
        pool.close();
    }
}
