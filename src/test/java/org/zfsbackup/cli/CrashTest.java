package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.StoredFiles;
import org.zfsbackup.fixture.Trees;

/** A program that is stopped, by a word or by force: the last state is readable, and the next run works. */
@Timeout(1200)
class CrashTest {
    /** How often a run is killed; bin/crash asks for more. */
    private static final int KILLS = Integer.getInteger("zfsbackup.crashes", 12);

    @TempDir
    Path directory;

    private Path backups;
    private FakeZfs zfs;

    @BeforeEach
    void prepare() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 4, 2_000_000);
    }

    private String[] command(String source, String... more) {
        String[] first = {
            "--zfs",
            zfs.command(),
            "-S",
            source,
            "--chunk-size",
            "100KiB",
            "directory",
            "-D",
            backups.toString(),
            "-P",
            "h"
        };
        return Cli.with(first, more);
    }

    private static void signal(Process process, String name) throws IOException, InterruptedException {
        new ProcessBuilder("kill", "-" + name, Long.toString(process.pid()))
                .start()
                .waitFor();
    }

    @ParameterizedTest
    @ValueSource(strings = {"TERM", "INT"})
    void aSignalEndsTheRunCleanly(String name) throws Exception {
        Cli.ok(command("tank/a@s1"));
        Map<String, String> before = Trees.hashes(backups);
        zfs.sending("head -c 1000000 $stream; touch $here/started; sleep 1000");
        Process run = Subprocess.start(List.of(), Main.class, command("tank/a"));
        while (!Files.exists(directory.resolve("zfs/started"))) {
            assertThat(run.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        List<ProcessHandle> children = run.descendants().toList();
        signal(run, name);
        String output = Subprocess.output(run);
        assertThat(run.exitValue()).isEqualTo(130);
        assertThat(output).doesNotContain("\tat ");
        assertThat(children).isNotEmpty();
        for (ProcessHandle child : children) {
            child.onExit().get(5, TimeUnit.SECONDS);
        }
        StoredFiles.assertOnlyChunksWereAdded(backups, before);
    }

    @Test
    void aSignalDuringSlowCompression_endsTheRunCleanly() throws Exception {
        FakeZfs large = FakeZfs.in(Files.createDirectory(directory.resolve("large")), 1, 100_000_000);
        large.sending("head -c 40000000 $stream; touch $here/started; tail -c +40000001 $stream; sleep 1000");
        Process run = Subprocess.start(
                List.of(),
                Main.class,
                "--zfs",
                large.command(),
                "-S",
                "tank/a",
                "--compress=zstd:19",
                "directory",
                "-D",
                backups.toString(),
                "-P",
                "h");
        while (!Files.exists(directory.resolve("large/started"))) {
            assertThat(run.isAlive()).isTrue();
            TimeUnit.MILLISECONDS.sleep(20);
        }
        signal(run, "INT");
        String output = Subprocess.output(run);
        assertThat(run.exitValue()).isEqualTo(130);
        assertThat(output).doesNotContain("did not clean up in time").doesNotContain("\tat ");
        assertThat(Trees.hashes(backups).keySet())
                .noneMatch(name -> name.contains("chunks/") || name.contains("lock/"));
    }

    @Test
    void aRunThatIsKilledAtAnyMomentLosesNothing() throws Exception {
        Random random = new Random(42);
        zfs.sending("cat $stream; sleep 0.1");
        int committedBefore = 0;
        for (int kill = 0; kill < KILLS; kill++) {
            Process run = Subprocess.start(List.of("-XX:TieredStopAtLevel=1"), Main.class, command("tank/a"));
            if (!run.waitFor(600 + random.nextInt(1200), TimeUnit.MILLISECONDS)) {
                signal(run, "KILL");
            }
            run.waitFor();
            int committed = committed();
            assertThat(committed).isGreaterThanOrEqualTo(committedBefore);
            if (committed > 0) {
                assertThat(Cli.ok(command("tank/a", "verify")).lines())
                        .hasSize(committed)
                        .allMatch(line -> line.startsWith("Good"));
            }
            committedBefore = committed;
            if (committed == 4) {
                Trees.deleteAll(backups.resolve("h"));
                committedBefore = 0;
            }
        }
        zfs.sending("cat $stream");
        Cli.ok(command("tank/a"));
        assertThat(Cli.ok(command("tank/a", "verify")).lines()).hasSize(4).allMatch(line -> line.startsWith("Good"));
        assertNothingIsLeftOver();
    }

    /** Commands are killed at random moments. All backups that are listed can be restored, and the last command succeeds. */
    private void killed(String... command) throws Exception {
        Random random = new Random(43);
        for (int kill = 0; kill < KILLS / 2; kill++) {
            Process run = Subprocess.start(List.of("-XX:TieredStopAtLevel=1"), Main.class, command);
            if (!run.waitFor(400 + random.nextInt(600), TimeUnit.MILLISECONDS)) {
                signal(run, "KILL");
            }
            run.waitFor();
            Cli verify = Cli.run(command("tank/a", "verify"));
            assertThat(verify.out()).doesNotContain("DAMAGED", "WRONG");
        }
        Cli.run(command);
        Cli.ok("directory", "-D", backups.toString(), "-P", "h", "verify", "--cleanup");
        assertNothingIsLeftOver();
    }

    @Test
    void deletionKilledAtAnyMoment_losesNothingElse() throws Exception {
        Cli.ok(command("tank/a"));
        killed(command("tank/a@s3", "delete", "--with-dependents"));
        assertThat(committed()).isEqualTo(2);
    }

    @Test
    void rebuildKilledAtAnyMoment_canBeRepeated() throws Exception {
        Cli.ok(command("tank/a"));
        Files.delete(backups.resolve("h/map.json"));
        killed(command("tank/a", "rebuild"));
        assertThat(committed()).isEqualTo(4);
    }

    private int committed() {
        return (int) Cli.ok(command("tank/a", "list")).lines().count();
    }

    /** No chunk that the map does not name, no mark, no lock, no unfinished file. */
    private void assertNothingIsLeftOver() throws IOException {
        List<String> listed = Cli.ok(command("tank/a", "list", "-v"))
                .lines()
                .filter(line -> line.contains("(Available)"))
                .map(line -> line.strip().replace(" (Available)", ""))
                .sorted()
                .toList();
        try (Stream<Path> files = Files.list(backups.resolve("h/chunks"))) {
            assertThat(files.map(file -> "h/chunks/" + file.getFileName()).sorted())
                    .isEqualTo(listed);
        }
        try (Stream<Path> files = Files.list(backups.resolve("h/pending"))) {
            assertThat(files).isEmpty();
        }
        try (Stream<Path> files = Files.list(backups.resolve("h"))) {
            assertThat(files.map(file -> file.getFileName().toString()).filter(name -> !name.startsWith(".part-")))
                    .containsExactlyInAnyOrder(
                            "map.json",
                            "chunks",
                            "backups",
                            "pending",
                            "lock",
                            "RESTORE.txt",
                            "SHA256SUMS",
                            "reserve.bin");
        }
        try (Stream<Path> files = Files.list(backups.resolve("h/lock"))) {
            assertThat(files.filter(file -> !file.getFileName().toString().startsWith(".part-")))
                    .isEmpty();
        }
    }
}
