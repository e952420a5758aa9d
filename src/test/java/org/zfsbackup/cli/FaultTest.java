package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.LoggedLines;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.StoredFiles;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.store.directory.DirectoryStore;

/**
 * Whatever fails: status 1, a sentence, the backups as before, and nothing left, neither running nor lying about, but the
 * whole chunks with which the next run goes on.
 */
@Timeout(300)
class FaultTest {
    private static final int PAYLOAD = 700_000;

    @TempDir
    Path directory;

    private Path backups;
    private FakeZfs zfs;
    private Map<String, String> before;

    /** One good backup of the first snapshot, in small chunks. */
    @BeforeEach
    void firstBackup() throws IOException {
        backups = Files.createDirectory(directory.resolve("backups"));
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, PAYLOAD);
        Cli.ok(command("tank/a@s1"));
        before = Trees.hashes(backups);
        zfs.calls();
    }

    private String[] command(String source, String... more) {
        List<String> words = new ArrayList<>(List.of("--zfs", zfs.command(), "--stall-timeout", "1", "-S", source));
        words.addAll(List.of("--chunk-size", "100KiB", "directory", "-D", backups.toString(), "-P", "h"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private Cli backup(String... options) {
        return Cli.run(Cli.with(options, command("tank/a")));
    }

    /** The run failed with these words, everything is as before, and a good run follows. */
    private void assertFailed(Cli result, String... words) {
        assertThat(result.err()).contains(words).doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(1);
        Remains.assertNone();
        StoredFiles.assertOnlyChunksWereAdded(backups, before);
        zfs.sending("cat $stream");
        assertThat(Cli.ok(command("tank/a"))).startsWith("Backed up tank/a@s2, incremental from @s1");
        assertThat(Cli.ok(command("tank/a", "verify")))
                .isEqualTo("Good     tank/a@s1 (not encrypted)\nGood     tank/a@s2 (not encrypted)\n");
        assertThat(Cli.ok("directory", "-D", backups.toString(), "-P", "h", "verify"))
                .doesNotContain("interrupted", "do not belong");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 311, 312, 313, 100_000, 350_000, 699_999})
    void aSendThatEndsWithAnErrorFailsTheRun(int bytes) {
        zfs.sending("head -c " + bytes + " $stream; echo 'cannot send: I/O error' >&2; exit 3");
        assertFailed(backup("-C"), "ended with status 3", "cannot send: I/O error");
    }

    @Test
    void aSendThatWritesAllAndThenFailsFailsTheRun() {
        zfs.sending("cat $stream; echo 'cannot send: snapshot vanished' >&2; exit 1");
        assertFailed(backup(), "snapshot vanished");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 311, 312, 100_000, 350_000, 700_800})
    void aSendThatIsCutOffAndSaysNothingFailsTheRun(int bytes) {
        zfs.sending("head -c " + bytes + " $stream");
        assertFailed(backup(), "is not a whole ZFS send stream");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_000, 600_000})
    void aSendThatIsKilledFailsTheRun(int bytes) {
        zfs.sending("head -c " + bytes + " $stream; kill -9 $$");
        assertFailed(backup("-C"), "ended with status 137");
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 100_000})
    void aSendThatStallsFailsByName(int bytes) {
        zfs.sending("head -c " + bytes + " $stream; sleep 1000");
        assertFailed(backup("-C"), "no byte came from", "send -i tank/a@s1 tank/a@s2", "stalled");
    }

    @Test
    void aSendThatClosesItsOutputAndDoesNotEndIsEnded() {
        zfs.sending("cat $stream; exec >&-; sleep 1000");
        assertFailed(backup(), "closed its output but did not end");
    }

    @Test
    void aSendThatIgnoresSigtermIsEnded() {
        zfs.sending("trap '' TERM; head -c 1000 $stream; while :; do sleep 1; done");
        assertFailed(backup(), "stalled");
    }

    @Test
    void aSendWhoseGrandchildHoldsTheOutputDoesNotHang() {
        zfs.sending("head -c 1000 $stream; setsid sleep 4 & exit 0");
        assertFailed(backup(), "zfsbackup: ");
    }

    @Test
    void garbageIsNoBackup() {
        zfs.sending("head -c 500000 /dev/urandom");
        assertFailed(backup(), "does not begin with ZFS's magic number");
    }

    @Test
    void aStreamWithOneOtherByteIsNoBackup() {
        zfs.sending("head -c 300000 $stream; printf X; tail -c +300002 $stream");
        assertFailed(backup(), "checksum");
    }

    @Test
    void theStreamOfAnotherSnapshotIsNoBackup() {
        zfs.sending("cat $here/stream-tank/a/s1");
        assertFailed(backup(), "it is a stream of tank/a@s1 and not of tank/a@s2");
    }

    @Test
    void anUnwritableDirectoryIsToldAndNothingIsSent() throws IOException {
        Path file = directory.resolve("file");
        Files.writeString(file, "no directory");
        Cli result = Cli.run("--zfs", zfs.command(), "-S", "tank/a", "directory", "-D", file.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("there is no directory " + file);
        assertThat(zfs.calls()).noneMatch(call -> call.contains("tank/a@"));
    }

    @ParameterizedTest
    @CsvSource({
        "'exit 1', 'ended with status 1'",
        "'head -c 1000 >/dev/null; echo no space left >&2; exit 1', 'no space left'",
        "'head -c 1000 >/dev/null; exit 0', 'stopped reading'",
        "'exec sleep 1000', 'stalled'",
        "'cat >/dev/null; sleep 1000', 'the receive of tank/b was given its whole stream, but did not end'",
        "'cat >/dev/null; kill -9 $$', 'ended with status 137'"
    })
    void aReceiveThatFailsFailsTheRestore(String receive, String words) {
        zfs.receiving(receive);
        Cli result = Cli.run(command("tank/a", "restore", "--to", "tank/b", "--finish-timeout", "1"));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(words).doesNotContain("\tat ");
        Remains.assertNone();
        assertThat(Trees.hashes(backups)).isEqualTo(before);
    }

    @Test
    void receiveThatWorksAfterItsLastByte_succeeds() {
        zfs.receiving("cat >$here/received; sleep 3");
        assertThat(Cli.ok(command("tank/a", "restore", "--to", "tank/b"))).startsWith("Restored tank/b@s1, full");
    }

    @Test
    void whatIsReceivedIsWhatWasSent() {
        assertThat(Cli.ok(command("tank/a", "restore", "--to", "tank/b"))).startsWith("Restored tank/b@s1, full");
        assertThat(zfs.received()).isEqualTo(zfs.stream(1));
    }

    @Test
    void aDamagedChunkNeverReachesTheReceive() throws IOException {
        Path chunk = chunk(1);
        byte[] bytes = Files.readAllBytes(chunk);
        for (byte[] damaged :
                List.of(flipped(bytes, 0), flipped(bytes, bytes.length - 1), shortened(bytes), lengthened(bytes))) {
            Files.write(chunk, damaged);
            Cli result = Cli.run(command("tank/a", "restore", "--to", "tank/b"));
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err()).contains(chunk.getFileName().toString());
            assertThat(directory.resolve("zfs/received"))
                    .satisfiesAnyOf(received -> assertThat(received).doesNotExist(), received -> assertThat(received)
                            .isEmptyFile());
        }
    }

    private Path chunk(int number) throws IOException {
        try (var files = Files.list(backups.resolve("h/chunks"))) {
            return files.filter(file -> file.toString().endsWith("." + String.format("%06d", number)))
                    .findFirst()
                    .orElseThrow();
        }
    }

    private static byte[] flipped(byte[] bytes, int position) {
        byte[] copy = bytes.clone();
        copy[position] ^= 1;
        return copy;
    }

    private static byte[] shortened(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length - 1);
    }

    private static byte[] lengthened(byte[] bytes) {
        return Arrays.copyOf(bytes, bytes.length + 1);
    }

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            value = {
                "''|empty file",
                "'{'|not JSON",
                "'hello'|not JSON",
                "'[]'|not a JSON object",
                "'{\"tank/a\": {\"snapshots\": [{\"Name\": \"s\", \"CreationTime\": 1, \"format\": 99}]}}'|newer program",
                "'{\"tank/a\": {\"snapshots\": [{\"Name\": \"s\", \"CreationTime\": 1, \"incremental\": false, \"chunks\": [\"../x\"]}]}}'|'../x'",
                "'{\"tank/a\": {\"snapshots\": [{\"Name\": \"s\", \"CreationTime\": 1, \"incremental\": false, \"chunks\": [\"/etc/x\"]}]}}'|'/etc/x'",
                "'{\"tank/a\": {\"snapshots\": [{\"Name\": \"s\", \"CreationTime\": 1, \"incremental\": false, \"chunks\": [\"h/x\"], \"filters\": [[\"rm\", \"-rf\"]]}]}}'|'rm -rf'"
            })
    void mapThatCannotBeTrusted_withoutRecords_isRefused(String map, String words) throws IOException {
        Files.writeString(backups.resolve("h/map.json"), map);
        Trees.deleteAll(backups.resolve("h/backups"));
        Map<String, String> damaged = Trees.hashes(backups);
        for (String operation : List.of("backup", "list", "verify", "restore", "delete")) {
            String[] more = operation.equals("delete") ? new String[] {operation, "--all"} : new String[] {operation};
            Cli result = Cli.run(command("tank/a", more));
            assertThat(result.status()).as(operation).isEqualTo(1);
            assertThat(result.err())
                    .contains("map.json")
                    .contains(words.replace("'", ""))
                    .doesNotContain("\tat ");
            assertThat(Trees.hashes(backups)).isEqualTo(damaged);
        }
    }

    @Test
    void mapThatCannotBeTrusted_isNoObstacleBesideRecords() throws IOException {
        Path map = backups.resolve("h/map.json");
        byte[] right = Files.readAllBytes(map);
        Files.writeString(map, "{");
        Map<String, String> damaged = Trees.hashes(backups);

        assertThat(Cli.ok(command("tank/a", "list"))).isNotEmpty();
        Cli verify = Cli.run("directory", "-D", backups.toString(), "-P", "h", "verify");
        assertThat(verify.status()).isEqualTo(1);
        assertThat(verify.out()).contains("map.json cannot be used", "The backups were read from their records");
        assertThat(Trees.hashes(backups)).isEqualTo(damaged);
        assertThat(Cli.ok(command("tank/a@s1"))).startsWith("Nothing to do");
        assertThat(map).hasBinaryContent(right);
        assertThat(backups.resolve("h/map.json.damaged")).hasContent("{");
    }

    @ParameterizedTest
    @CsvSource({
        "'directory,-D,/tmp', 2, 'name a dataset'",
        "'-S,-x,directory,-D,/tmp', 2, '-x'",
        "'-S,tank/../x,directory,-D,/tmp', 2, 'cannot be the name of a dataset'",
        "'-S,tank/a,directory', 2, '--dest'",
        "'-S,tank/a', 2, 'missing subcommand; expected one of: zfs'",
        "'-S,tank/a,directory,-D,/tmp,nonsense', 2, 'nonsense'",
        "'-S,tank/a,--chunk-size,lots,directory,-D,/tmp', 2, 'is not a size'",
        "'-S,tank/a,directory,-D,/tmp,-P,../x', 2, 'cannot be a prefix'",
        "'-S,tank/a,directory,-D,/tmp/missing-directory', 1, 'there is no directory'",
        "'-S,tank/a,--finish-timeout,0,directory,-D,/tmp', 2, '--finish-timeout needs a number of seconds, 1 or more'",
        "'-S,tank/a,directory,-D,/tmp,delete', 2, '--all'"
    })
    void wrongUsageGetsASentence(String arguments, int status, String words) {
        Cli result = Cli.run(Cli.with(new String[] {"--zfs", zfs.command()}, arguments.split(",")));
        assertThat(result.err()).contains(words).doesNotContain("\tat ");
        assertThat(result.status()).isEqualTo(status);
    }

    @Test
    void anUnknownDatasetOrSnapshotGetsASentence() {
        assertThat(Cli.run(command("tank/none")).err()).contains("there is no dataset 'tank/none'");
        assertThat(Cli.run(command("tank/a@none")).err()).contains("there is no snapshot tank/a@none");
        assertThat(Cli.run(command("tank/a@none", "restore")).err())
                .contains("the target has no backup of tank/a@none");
    }

    @Test
    void aDatasetWithoutSnapshotsGetsASentence() throws IOException {
        FakeZfs empty = FakeZfs.in(Files.createDirectory(directory.resolve("empty")), 0, 0);
        Cli result =
                Cli.run("--zfs", empty.command(), "-S", "tank/a", "directory", "-D", backups.toString(), "-P", "h");
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("there are no snapshots of tank/a").contains("zfs snapshot tank/a@NAME");
    }

    @Test
    void aMissingZfsGetsASentence() {
        Cli result = Cli.run("--zfs", "/no/such/zfs", "-S", "tank/a", "directory", "-D", backups.toString());
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("cannot start /no/such/zfs").contains("--zfs");
    }

    @Test
    void debuggingShowsTheTrace() {
        assertThat(Cli.run("--debug", "--zfs", "/no/such/zfs", "-S", "tank/a", "directory", "-D", backups.toString())
                        .err())
                .contains("\tat ");
    }

    @Test
    void planningCostsTwoProcesses() {
        Cli.ok(command("tank/a@s1"));
        assertThat(zfs.calls()).hasSize(1);
        Cli.ok(command("tank/a"));
        List<String> calls = zfs.calls();
        assertThat(calls)
                .filteredOn(call -> call.startsWith("get -r") || call.equals("send"))
                .hasSize(2);
        assertThat(calls)
                .filteredOn(call -> call.startsWith("get "))
                .as("the plan's question, and the one for the properties that are set")
                .hasSize(2);
    }

    @Test
    void whereZfsEstimatesTheEstimateIsAskedForAndRemembered() {
        zfs.estimating();
        Cli.ok(command("tank/a"));
        assertThat(zfs.calls()).anyMatch(call -> call.startsWith("send -nvP -i tank/a@s1 tank/a@s2"));
        assertThat(Cli.ok(command("tank/a@s2", "list", "-v"))).contains("SizeEstimate = 123456");
        assertThat(Cli.ok(command("tank/a@s1", "list", "-v"))).doesNotContain("SizeEstimate");
    }

    @Test
    void anotherRunOnTheSamePrefixIsRefused() throws IOException {
        zfs.sending("touch $here/started; while [ ! -e $here/go ]; do sleep 0.05; done; cat $stream");
        var running = CompletableFuture.supplyAsync(() -> backup());
        while (!Files.exists(directory.resolve("zfs/started"))) {
            Thread.onSpinWait();
        }
        Cli second = backup("--lock-timeout", "0");
        Cli deletion = Cli.run(command("tank/a@s1", "delete", "--lock-timeout", "0"));
        var waiting = CompletableFuture.supplyAsync(() -> Cli.run(command("tank/a")));
        Files.createFile(directory.resolve("zfs/go"));
        assertThat(second.status()).isEqualTo(1);
        assertThat(second.err()).contains("another run (process");
        assertThat(deletion.err()).contains("another run (process");
        assertThat(running.join().status()).isZero();
        assertThat(waiting.join().status()).isZero();
    }

    @Test
    void waitForTheLock_saysForWhom() throws IOException {
        try (LoggedLines log = new LoggedLines("");
                RunLock lock = RunLock.acquire(new Repository(new DirectoryStore(backups), "h"))) {
            assertThat(backup("--lock-timeout", "1").err()).startsWith("zfsbackup: another run (process");
            lock.check();
            assertThat(log.lines())
                    .filteredOn(line -> line.startsWith("Waiting up to 1 s: another run (process"))
                    .hasSize(1);
        }
    }
}
