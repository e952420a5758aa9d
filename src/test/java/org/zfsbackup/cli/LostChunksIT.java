package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.channels.FileChannel;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.S3Server;
import software.amazon.awssdk.services.s3.model.S3Object;

/** A target that has lost objects, by a rule for old ones or by accident: no run builds on them or calls it good. */
class LostChunksIT extends TwoPools {
    private String source;

    @BeforeEach
    void makeDataset() throws IOException {
        source = zfs.dataset("src" + number);
        change("one");
    }

    private void change(String snapshot) {
        Trees.random(zfs.path(source).resolve(snapshot), 200_000, (source + snapshot).hashCode());
        zfs.snapshot(source, snapshot);
    }

    private String[] command(String... more) {
        return Cli.with(
                new String[] {"--dataset", source, "directory", "--dest", backups.toString(), "--prefix", "h"}, more);
    }

    private static String[] full(String[] command) {
        return Cli.with(new String[] {"--full"}, command);
    }

    /** The chunks, those of older backups first. */
    private List<Path> chunks() throws IOException {
        try (Stream<Path> files = Files.list(backups.resolve("h/chunks"))) {
            return files.sorted().toList();
        }
    }

    /** The chunk that a backup has added. */
    private Path backedUp(String... options) throws IOException {
        List<Path> before = Files.exists(backups.resolve("h/chunks")) ? chunks() : List.of();
        Cli.ok(Cli.with(options, command()));
        return chunks().stream()
                .filter(chunk -> !before.contains(chunk))
                .findFirst()
                .orElseThrow();
    }

    private Map<String, String> restored(String name) {
        Cli.ok(command("restore", "--to", zfs.pool() + "/" + name));
        zfs.remount(zfs.pool() + "/" + name);
        return Trees.hashes(zfs.path(zfs.pool() + "/" + name));
    }

    private static void damage(String how, Path first, Path second) throws IOException {
        switch (how) {
            case "gone" -> Files.delete(first);
            case "middle" -> Files.delete(second);
            case "cut" -> {
                try (FileChannel file = FileChannel.open(first, StandardOpenOption.WRITE)) {
                    file.truncate(1000);
                }
            }
            case "empty" -> Files.write(second, new byte[0]);
            default -> throw new IllegalArgumentException(how);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"gone", "cut", "middle", "empty"})
    void increment_isRefusedUntilANewChainIsStarted(String how) throws IOException {
        Path first = backedUp();
        change("two");
        Path second = backedUp();
        damage(how, first, second);
        change("three");
        List<Path> before = chunks();

        Cli refused = Cli.run(command());
        assertThat(refused.status()).isEqualTo(1);
        Path lost = how.equals("middle") || how.equals("empty") ? second : first;
        assertThat(refused.err()).contains("h/chunks/" + lost.getFileName(), "--full", source);
        assertThat(chunks()).isEqualTo(before);

        Cli.ok(full(command()));
        change("four");
        assertThat(Cli.ok(command())).startsWith("Backed up " + source + "@four, incremental from @three");
        assertThat(restored("r" + number)).isEqualTo(Trees.hashes(zfs.path(source)));
    }

    @Test
    void nothingToDo_isNotSaidOfAChainWithAGap() throws IOException {
        Path first = backedUp();
        change("two");
        backedUp();
        assertThat(Cli.ok(command())).isEqualTo("Nothing to do: the target has the newest snapshot\n");
        Files.delete(first);

        Cli refused = Cli.run(command());
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.out()).isEmpty();
        assertThat(refused.err()).contains("@one", first.getFileName().toString(), "is missing");
    }

    @Test
    void damagedOlderChain_doesNotConcernANewerWholeOne() throws IOException {
        Path first = backedUp();
        Cli.ok(full(command()));
        Files.delete(first);
        change("two");

        assertThat(Cli.ok(command())).startsWith("Backed up " + source + "@two, incremental from @one");
        assertThat(restored("r" + number)).isEqualTo(Trees.hashes(zfs.path(source)));
    }

    @Test
    void bucketWhoseLifecycleRemovedAChunk_isNotBuiltOn() throws Exception {
        try (S3Server server = S3Server.inMemory()) {
            Path secret = Trees.secret(directory.resolve("secret" + number), server.secret() + "\n");
            String[] command = Cli.with(
                    new String[] {"--dataset", source, "s3", "--bucket", server.bucket(), "--prefix", "h"},
                    "--server",
                    server.endpoint().toString(),
                    "--key",
                    server.keyId(),
                    "--secret-file",
                    secret.toString());
            Cli.ok(command);
            remove(server, chunks(server));
            change("two");

            Cli refused = Cli.run(command);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("h/chunks/", "is missing", "--full");
            assertThat(chunks(server)).isEmpty();
        }
    }

    private static List<String> chunks(S3Server server) {
        return server
                .direct()
                .listObjectsV2(request -> request.bucket(server.bucket()).prefix("h/chunks/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    private static void remove(S3Server server, List<String> keys) {
        keys.forEach(key -> server.direct()
                .deleteObject(request -> request.bucket(server.bucket()).key(key)));
    }
}
