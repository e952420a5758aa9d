package org.zfsbackup.cli.rehearsal;

import java.io.ByteArrayInputStream;
import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPairGenerator;
import java.util.Base64;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.zfsbackup.cli.Program;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;

/**
 * Runs a little of everything with stand-ins for ZFS, another host and a bucket, so that {@code bin/zfsbackup} can make an
 * archive of the classes that are loaded. The results are thrown away, and some of the commands fail.
 */
final class Rehearsal {
    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    private static final int LONGEST_MINUTES = 5;

    private static final String MAP =
            "{\"tank\":{\"snapshots\":[{\"Name\":\"a\",\"CreationTime\":1,\"incremental\":false,\"chunks\":[\"x\"]}]}}";

    private Rehearsal() {}

    /** Exits with status 1 if it takes too long. A shutdown hook deletes the files in any case. */
    public static void main(String[] arguments) throws IOException, GeneralSecurityException {
        Path stage = Files.createTempDirectory("zfsbackup-rehearsal");
        Runtime.getRuntime().addShutdownHook(new Thread(() -> clear(stage)));
        CompletableFuture.delayedExecutor(LONGEST_MINUTES, TimeUnit.MINUTES).execute(() -> System.exit(1));
        perform(stage);
        System.exit(0);
    }

    private static void perform(Path stage) throws IOException, GeneralSecurityException {
        Path old = stage.resolve("of-the-original");
        Files.writeString(Files.createDirectories(old).resolve("map.json"), MAP);
        PropZfs zfs = PropZfs.in(stage);
        List<String> source = List.of("--zfs", zfs.command(), "--dataset", "tank/a");
        List<String> directory = List.of("directory", "--dest", stage.toString(), "--prefix");
        List<String> ours = with(directory, "p");
        run(with(source, "--compress=zstd", "--encrypt=age", "--recipient", RECIPIENT), ours);
        run(source, with(directory, "q"));
        run(List.of(), with(directory, old.getFileName().toString(), "list"));
        run(List.of(), with(ours, "list", "--verbose"));
        run(List.of(), with(ours, "verify"));
        run(source, with(directory, "q", "restore", "--to", "tank/b"));
        run(source, List.of("zfs", "--dest", "pool"));
        List<String> ssh = List.of("ssh", "--host", "127.0.0.1", "--dest", "far", "--remote-zfs", zfs.command());
        run(source, with(ssh, "--ssh", zfs.ssh()));
        run(source, with(ssh, "--ssh", zfs.ssh(), "verify"));
        run(source, with(with(ssh, "--transport", "mina", "--port", "1"), keys(stage)));
        bucket(source);
        pipes();
    }

    /** Options that name new keys, so that no keys of the user are read. */
    private static String[] keys(Path stage) throws IOException, GeneralSecurityException {
        byte[] key = KeyPairGenerator.getInstance("EC")
                .generateKeyPair()
                .getPrivate()
                .getEncoded();
        String text = Base64.getMimeEncoder().encodeToString(key);
        Path file = Files.writeString(
                stage.resolve("key"), "-----BEGIN PRIVATE KEY-----\n" + text + "\n-----END PRIVATE KEY-----\n");
        Path hosts = Files.createFile(stage.resolve("known_hosts"));
        return new String[] {"--login-key", file.toString(), "--known-hosts", hosts.toString()};
    }

    private static void bucket(List<String> source) throws IOException {
        try (PropBucket bucket = PropBucket.open()) {
            List<String> method = List.of(
                    "s3",
                    "--bucket",
                    "rehearsal",
                    "--server",
                    bucket.address(),
                    "--prefix",
                    "p",
                    "--key",
                    "k",
                    "--secret",
                    "s");
            run(source, with(method, "--no-glacier"));
            run(List.of(), with(method, "list", "--verbose"));
            run(List.of(), with(method, "verify"));
            run(source, with(method, "restore", "--to-file", "-"));
        }
    }

    private static void pipes() throws IOException {
        for (PipeSpec pipe : List.of(
                PipeSpec.of("gzip"), PipeSpec.of("zstd"), new PipeSpec("age", Map.of("recipients", RECIPIENT)))) {
            try (InputStream in = Pipes.kind(pipe.name())
                    .apply(pipe, new ByteArrayInputStream(new byte[100_000]), PipeContext.plain())) {
                in.readAllBytes();
            }
        }
    }

    private static List<String> with(List<String> words, String... more) {
        return Stream.concat(words.stream(), Stream.of(more)).toList();
    }

    private static void run(List<String> options, List<String> method) {
        Program.run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                with(options, method.toArray(String[]::new)).toArray(String[]::new));
    }

    private static void clear(Path stage) {
        try (Stream<Path> files = Files.walk(stage)) {
            files.sorted(Comparator.reverseOrder()).map(Path::toFile).forEach(File::delete);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
