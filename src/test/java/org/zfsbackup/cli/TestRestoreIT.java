package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** Backups are restored into a scratch dataset, compared with their source, and leave nothing behind. */
class TestRestoreIT extends TwoPools {
    private static final int RECORD = 312;

    private String source;
    private String scratch;

    @BeforeEach
    void makeSource() throws IOException {
        source = zfs.dataset("src" + number);
        scratch = other.dataset("scratch" + number);
        Path files = zfs.path(source);
        Trees.random(files.resolve("file"), 300_000, number);
        Files.createDirectories(files.resolve("folder/in a folder"));
        Trees.text(files.resolve("folder/in a folder/note"), "first");
        Files.setPosixFilePermissions(
                files.resolve("folder/in a folder/note"), PosixFilePermissions.fromString("rw-r-----"));
        Files.createSymbolicLink(files.resolve("folder/link"), Path.of("../file"));
        zfs.snapshot(source, "one");
        Trees.text(files.resolve("folder/in a folder/note"), "second");
        zfs.snapshot(source, "two");
    }

    private String[] command(String dataset, String... more) {
        return Cli.with(
                new String[] {"--dataset", dataset, "directory", "--dest", backups.toString(), "--prefix", "h"}, more);
    }

    private static List<String> datasets(RealZfs pool) {
        return pool.output("zfs", "list", "-H", "-r", "-t", "all", "-o", "name", pool.pool())
                .lines()
                .toList();
    }

    /** Runs it, and expects that no dataset and no directory is left. */
    private Cli tested(String dataset, String... more) throws IOException {
        List<String> sources = datasets(zfs);
        List<String> others = datasets(other);
        List<Path> folders = temporary();

        Cli result = Cli.run(Cli.with(command(dataset, "test-restore"), more));

        assertThat(datasets(zfs)).isEqualTo(sources);
        assertThat(datasets(other)).isEqualTo(others);
        assertGone(temporary().stream().filter(one -> !folders.contains(one)).toList());
        return result;
    }

    /** Other processes of tests have such directories too, for a moment: those go as well. */
    private static void assertGone(List<Path> created) {
        long deadline = System.nanoTime() + TimeUnit.MINUTES.toNanos(2);
        while (created.stream().anyMatch(Files::exists) && System.nanoTime() < deadline) {
            Thread.onSpinWait();
        }
        assertThat(created).noneMatch(Files::exists);
    }

    private static List<Path> temporary() throws IOException {
        try (Stream<Path> all = Files.list(Path.of(System.getProperty("java.io.tmpdir")))) {
            return all.filter(file -> file.getFileName().toString().matches("zfsbackup-\\d+"))
                    .sorted()
                    .toList();
        }
    }

    @Test
    void newestBackup_isComparedFileByFile() throws IOException {
        zfs.run("zfs", "set", "compression=gzip-3", source);
        zfs.run("zfs", "set", "org.example:owner=ann", source);
        zfs.run("zfs", "set", "quota=100M", source);
        Cli.ok(command(source));

        String said = tested(source, "--scratch", scratch).succeeded();

        assertThat(said.lines().map(line -> line.substring(0, 14).strip()).distinct())
                .containsExactly("Same", "The restore of");
        assertThat(said)
                .contains(source + ": files: all 6 files and directories have the content")
                .contains(source + ": properties: set as recorded: [compression, org.example:owner]")
                .contains("The restore of " + source + "@two succeeded");
    }

    @Test
    void scratchInTheSamePool_andANamedSnapshot() throws IOException {
        Cli.ok(command(source));
        String keep = zfs.dataset("scratch" + number + "/keep");
        Trees.text(zfs.path(keep).resolve("file"), "kept");
        zfs.snapshot(keep, "kept");

        String said = tested(source + "@one", "--scratch", zfs.pool() + "/scratch" + number, "--json")
                .succeeded();

        assertThat(said)
                .contains("\"snapshot\":\"" + source + "@one\"", "\"good\":true", "\"verdict\":\"same\"")
                .doesNotContain("not-compared");
        assertThat(Trees.text(zfs.path(keep).resolve("file"))).isEqualTo("kept");
    }

    /** ZFS knows both as the same snapshot, but a bit of a file is another. */
    @Test
    void sourceWithAnotherBit_isADifference() throws IOException {
        Cli.ok(command(source));
        Path stream = directory.resolve("stream" + number);
        zfs.sh("zfs send " + source + "@one > " + stream);
        byte[] bytes = Files.readAllBytes(stream);
        byte[] part = new byte[32];
        System.arraycopy(Files.readAllBytes(zfs.path(source).resolve("file")), 1000, part, 0, part.length);
        flip(bytes, part);
        Files.write(stream, bytes);
        zfs.retried("zfs", "destroy", "-r", source);
        zfs.sh("zfs receive " + source + " < " + stream);

        Cli result = tested(source + "@one", "--scratch", scratch);

        assertThat(result.status()).as(result.err()).isEqualTo(1);
        assertThat(result.out())
                .contains("DIFFERENT     " + source
                        + ": files: 1 of 6 differ from the source: file (its content differs)")
                .contains("Same          " + source + ": snapshot: it has the recorded GUID")
                .contains("THE RESTORE DIFFERS");
    }

    /** Changes a bit of what is found, and the sum over the whole stream, at whose end zfs-fuse writes the only one. */
    private static void flip(byte[] stream, byte[] part) {
        int at = 0;
        while (!Arrays.equals(stream, at, at + part.length, part, 0, part.length)) {
            at++;
        }
        stream[at] ^= 1;
        ByteBuffer words = ByteBuffer.wrap(stream).order(ByteOrder.LITTLE_ENDIAN);
        long[] sums = new long[4];
        for (int i = 0; i < stream.length - RECORD; i += 4) {
            sums[0] += Integer.toUnsignedLong(words.getInt(i));
            for (int order = 1; order < sums.length; order++) {
                sums[order] += sums[order - 1];
            }
        }
        for (int order = 0; order < sums.length; order++) {
            words.putLong(stream.length - RECORD + 8 + 8 * order, sums[order]);
        }
    }

    @Test
    void sourceThatIsGone_leavesDigestsAndGuid() throws IOException {
        Cli.ok(command(source));
        zfs.retried("zfs", "destroy", "-r", source);

        String said = tested(source, "--scratch", scratch).succeeded();

        assertThat(said)
                .contains("Same          " + source + ": stream: ", "Same          " + source + ": snapshot: ")
                .contains("Not compared  " + source + ": files: this host no longer has the snapshot")
                .contains("all 6 files and directories were read");
    }

    @Test
    void damagedBackup_failsAndLeavesNothing() throws IOException {
        Cli.ok(command(source));
        try (Stream<Path> chunks = Files.list(backups.resolve("h/chunks"))) {
            Path last = chunks.sorted().reduce((first, second) -> second).orElseThrow();
            byte[] bytes = Files.readAllBytes(last);
            bytes[bytes.length / 2] ^= 1;
            Files.write(last, bytes);
        }

        Cli result = tested(source, "--scratch", scratch);

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("chunks/").contains("SHA-256");
    }

    @Test
    void missingScratch_isRefused() throws IOException {
        Cli.ok(command(source));

        Cli result = tested(source, "--scratch", other.pool() + "/nothing");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("there is no dataset " + other.pool() + "/nothing");
    }

    @ParameterizedTest
    @ValueSource(strings = {"true", "each"})
    void treeWithChildren_isCompared(String recursion) throws IOException {
        String child = zfs.dataset("src" + number + "/child");
        Trees.text(zfs.path(child).resolve("file"), "of the child");
        zfs.run("zfs", "snapshot", "-r", source + "@three");
        Cli.ok(Cli.with(new String[] {"--recursive=" + recursion}, command(source)));

        String said = tested(recursion.equals("each") ? child : source, "--scratch", scratch, "--pick", "random")
                .succeeded();

        assertThat(said)
                .contains("Same          " + child + ": files: all 2 files")
                .doesNotContain("Not compared");
    }
}
