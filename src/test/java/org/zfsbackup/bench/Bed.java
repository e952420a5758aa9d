package org.zfsbackup.bench;

import java.io.BufferedOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.Map;
import org.zfsbackup.bench.content.FileSystemContent;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

/** A stream in a file, a scripted zfs that sends it, and the keys; scripts find them in variables. */
final class Bed {
    /** The GUID of the snapshot that the stream is of. */
    static final long GUID = 1001;

    private static final String NAME = "tank/a@s1";

    private static final String AWS_CONFIG =
            """
            [default]
            s3 =
                multipart_threshold = 8MB
                multipart_chunksize = 8MB
                max_concurrent_requests = 4
            """;

    private final Path folder;
    private final Path stream;
    private final Map<String, String> variables;

    private Bed(Path folder, String command, String zfs, Map<String, String> more) {
        this.folder = folder;
        this.stream = folder.resolve("stream-tank/a/s1");
        Map<String, String> all = new HashMap<>(Map.ofEntries(
                Map.entry("LC_ALL", "C"),
                Map.entry("ZFSBACKUP", command),
                Map.entry("ZFS", zfs),
                Map.entry("STREAM", stream.toString()),
                Map.entry("PASSWORD_FILE", folder.resolve("password").toString()),
                Map.entry("IDENTITY", folder.resolve("identity").toString()),
                Map.entry("RECIPIENTS", folder.resolve("recipients").toString()),
                Map.entry("RESTIC_PASSWORD", "correct horse"),
                Map.entry("BORG_PASSPHRASE", "correct horse"),
                Map.entry("BORG_BASE_DIR", folder.resolve("borg").toString()),
                Map.entry("AWS_CONFIG", folder.resolve("aws").toString())));
        all.putAll(more);
        this.variables = Map.copyOf(all);
    }

    /** @param payload the content's bytes */
    static Bed in(Path folder, long payload, String command) throws IOException {
        Bed bed = made(folder, command, Map.of());
        try (OutputStream out = bed.output()) {
            SyntheticStream.write(out, NAME, payload, new FileSystemContent(), GUID, 0);
        }
        return bed;
    }

    /** What does not compress, beside a server. */
    static Bed ofNoise(Path folder, long payload, String command, Map<String, String> server) throws IOException {
        Bed bed = made(folder, command, server);
        try (OutputStream out = bed.output()) {
            SyntheticStream.write(out, NAME, payload, GUID, GUID, 0);
        }
        Files.writeString(folder.resolve("aws"), AWS_CONFIG);
        return bed;
    }

    private static Bed made(Path folder, String command, Map<String, String> more) throws IOException {
        Files.createDirectories(folder);
        Bed bed = new Bed(folder, command, FakeZfs.in(folder, 1, 0).estimating().command(), more);
        bed.makeKeys();
        return bed;
    }

    private OutputStream output() throws IOException {
        return new BufferedOutputStream(Files.newOutputStream(stream), 1 << 20);
    }

    /** Where age is missing, the rows that need it say so. */
    private void makeKeys() throws IOException {
        Trees.secret(folder.resolve("password"), "correct horse battery staple\n");
        try {
            new Shell(folder, variables)
                    .run(
                            "rm -f \"$IDENTITY\"; age-keygen -o \"$IDENTITY\"; age-keygen -y \"$IDENTITY\" >\"$RECIPIENTS\"");
        } catch (ScriptFailedException e) {
            Files.writeString(folder.resolve("recipients"), "");
        }
    }

    Path folder() {
        return folder;
    }

    Map<String, String> variables() {
        return variables;
    }

    /** The whole stream's length. */
    long bytes() throws IOException {
        return Files.size(stream);
    }
}
