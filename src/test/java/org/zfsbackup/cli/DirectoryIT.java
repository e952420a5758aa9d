package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestInfo;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.stream.ByteSize;

/** The main job on real ZFS: a dataset into a directory, and back. */
@Tag("zfs")
class DirectoryIT {
    private static RealZfs zfs;
    private static int number;

    @TempDir
    static Path directory;

    private Path backups;
    private String source;
    private Map<String, String> one;
    private Map<String, String> two;
    private Map<String, String> three;

    @BeforeAll
    static void makePool() {
        zfs = RealZfs.in(directory);
    }

    @AfterAll
    static void destroyPool() {
        zfs.close();
    }

    /** A dataset with three snapshots, and the contents of each. */
    @BeforeEach
    void makeDataset(TestInfo test) throws IOException {
        number++;
        backups = Files.createDirectory(directory.resolve("backups" + number));
        source = zfs.dataset("src" + number + "/my home.x:y-z");
        Path home = zfs.path(source);
        Trees.random(home.resolve("random"), 300_000, number);
        Trees.text(home.resolve("text"), "same line\n".repeat(20_000));
        one = Trees.hashes(home);
        zfs.snapshot(source, "one");
        Trees.text(home.resolve("new"), "two\n");
        two = Trees.hashes(home);
        zfs.snapshot(source, "two");
        Trees.delete(home.resolve("text"));
        Trees.random(home.resolve("more"), 200_000, -number);
        three = Trees.hashes(home);
        zfs.snapshot(source, "three");
    }

    private String[] directory(String dataset, String... more) {
        List<String> words = new ArrayList<>(List.of("--dataset", dataset));
        words.addAll(List.of("directory", "--dest", backups.toString(), "--prefix", "host1"));
        words.addAll(List.of(more));
        return words.toArray(String[]::new);
    }

    private String backup(String... options) {
        return Cli.ok(Cli.with(options, directory(source)));
    }

    private String restored(String snapshot) {
        String to = zfs.pool() + "/restored" + number + snapshot;
        Cli.ok(directory(source + (snapshot.isEmpty() ? "" : "@" + snapshot), "restore", "--to", to));
        return to;
    }

    private List<Path> chunks() throws IOException {
        try (Stream<Path> files = Files.list(backups.resolve("host1/chunks"))) {
            return files.sorted().toList();
        }
    }

    @Test
    void everySnapshotIsSentTheOldestInFull() {
        assertThat(backup().lines())
                .containsExactly(
                        "Backed up " + source + "@one, full, " + size("one"),
                        "Backed up " + source + "@two, incremental from @one, " + size("two"),
                        "Backed up " + source + "@three, incremental from @two, " + size("three"));
        String copy = restored("");
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
        assertThat(zfs.snapshots(copy)).containsExactly("one", "two", "three");
    }

    private String size(String snapshot) {
        return Cli.ok(directory(source + "@" + snapshot, "list", "--verbose"))
                .lines()
                .filter(line -> line.contains("Size = "))
                .map(line -> ByteSize.format(Long.parseLong(line.substring(line.indexOf('=') + 2))))
                .findFirst()
                .orElseThrow();
    }

    @Test
    void aSecondRunSendsOnlyWhatIsNew() {
        backup();
        zfs.snapshot(source, "four");
        assertThat(backup()).startsWith("Backed up " + source + "@four, incremental from @three");
        assertThat(backup()).isEqualTo("Nothing to do: the target has the newest snapshot\n");
    }

    @Test
    void withoutIteratingTheNewestAloneIsSent() {
        assertThat(backup("--no-iterate-incrementals")).startsWith("Backed up " + source + "@three, full");
        zfs.snapshot(source, "four", "five");
        assertThat(backup("--no-iterate-incrementals"))
                .startsWith("Backed up " + source + "@five, incremental from @three");
        assertThat(zfs.snapshots(restored(""))).containsExactly("three", "five");
    }

    @Test
    void aNamedSnapshotIsTheLastOne() {
        assertThat(Cli.ok(directory(source + "@two")).lines())
                .hasSize(2)
                .last()
                .asString()
                .contains("@two");
        assertThat(Cli.ok(directory(source + "@one"))).startsWith("Nothing to do");
        assertThat(backup().lines()).hasSize(1).first().asString().contains("@three, incremental from @two");
    }

    @ParameterizedTest
    @ValueSource(strings = {"one", "two", "three"})
    void anyOfTheSnapshotsCanBeRestored(String snapshot) {
        backup("-C");
        Map<String, String> expected =
                Map.of("one", one, "two", two, "three", three).get(snapshot);
        assertThat(Trees.hashes(zfs.path(restored(snapshot)))).isEqualTo(expected);
    }

    @Test
    void whatWasDestroyedComesBackUnderItsOwnName() {
        backup();
        zfs.retried("zfs", "destroy", "-r", source);
        assertThat(Cli.ok(directory(source, "restore"))).contains("Restored " + source + "@three");
        assertThat(Trees.hashes(zfs.path(source))).isEqualTo(three);
    }

    @Test
    void aRestoreGoesOnFromTheNewestSnapshotThatIsThere() {
        backup();
        String copy = restored("one");
        zfs.unmount(copy);
        assertThat(Cli.ok(directory(source, "restore", "--to", copy)).lines())
                .hasSize(2)
                .first()
                .asString()
                .contains("@two, incremental from @one");
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
        assertThat(Cli.ok(directory(source, "restore", "--to", copy))).startsWith("Nothing to do");
    }

    @Test
    void whatIsThereIsNotOverwrittenUnlessForced() {
        backup();
        String other = zfs.dataset("other" + number);
        Trees.text(zfs.path(other).resolve("mine"), "precious");
        Cli refused = Cli.run(directory(source, "restore", "--to", other));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("has no snapshots")
                .contains("--force")
                .doesNotContain("\tat ");
        assertThat(zfs.path(other).resolve("mine")).hasContent("precious");
        Cli.ok(directory(source, "restore", "--force", "--to", other));
        zfs.remount(other);
        assertThat(Trees.hashes(zfs.path(other))).isEqualTo(three);
    }

    @Test
    void changesAtTheDestinationAreRolledBackOnlyWhenForced() {
        backup();
        String copy = restored("two");
        Trees.text(zfs.path(copy).resolve("mine"), "precious");
        Cli refused = Cli.run(directory(source, "restore", "--to", copy));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains("was changed after its newest snapshot")
                .contains("--force");
        Cli.ok(directory(source, "restore", "--force", "--to", copy));
        zfs.remount(copy);
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
    }

    @Test
    void newerSnapshotsAtTheDestinationGoOnlyWhenForced() {
        backup();
        String copy = restored("one");
        zfs.snapshot(copy, "mine");
        Cli refused = Cli.run(directory(source, "restore", "--to", copy));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("newer than @one").contains("@mine").contains("--force");
        Cli.ok(directory(source, "restore", "--force", "--to", copy));
        assertThat(zfs.snapshots(copy)).containsExactly("one", "two", "three");
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
    }

    @Test
    void evenByForceNoUnrelatedSnapshotIsDestroyed() {
        backup();
        String other = zfs.dataset("unrelated" + number);
        zfs.snapshot(other, "precious");
        Cli refused = Cli.run(directory(source, "restore", "--force", "--to", other));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("no snapshot in common").contains("@precious");
        assertThat(zfs.snapshots(other)).containsExactly("precious");
    }

    @Test
    void childrenAreBackedUpAndRestoredWithTheirParent() {
        String child = zfs.dataset(source.substring(zfs.pool().length() + 1) + "/child");
        Trees.text(zfs.path(child).resolve("file"), "in the child");
        zfs.run("zfs", "snapshot", "-r", source + "@all1");
        Trees.text(zfs.path(child).resolve("file2"), "later");
        zfs.run("zfs", "snapshot", "-r", source + "@all2");
        Cli.ok(Cli.with(new String[] {"-R"}, directory(source + "@all1")));
        assertThat(Cli.ok(Cli.with(new String[] {"-R"}, directory(source)))).contains("@all2, incremental from @all1");
        String copy = restored("");
        assertThat(zfs.path(copy).resolve("child/file")).hasContent("in the child");
        assertThat(zfs.path(copy).resolve("child/file2")).hasContent("later");
        Cli again = Cli.run(directory(source, "restore", "--to", copy));
        assertThat(again.status()).isEqualTo(1);
        assertThat(again.err()).contains("may have been interrupted");
    }

    @Test
    void aCopyIsNotMountedOverTheOriginal() {
        Path place = directory.resolve("place" + number);
        zfs.retried("zfs", "set", "mountpoint=" + place, source);
        zfs.run("zfs", "snapshot", "-r", source + "@moved");
        Cli.ok(Cli.with(new String[] {"-R"}, directory(source + "@moved")));
        Trees.text(place.resolve("today"), "written after the backup");
        String copy = restored("moved");
        assertThat(zfs.output("zfs", "get", "-H", "-o", "value", "mountpoint", copy))
                .isEqualTo(zfs.path(copy) + "\n");
        assertThat(zfs.output("zfs", "get", "-H", "-o", "value", "mounted", copy))
                .isEqualTo("yes\n");
        assertThat(place.resolve("today")).hasContent("written after the backup");
    }

    @Test
    void nothingIsGivenUpForABackupThatIsDamaged() throws IOException {
        backup();
        String copy = restored("one");
        zfs.snapshot(copy, "mine");
        Path chunk = backups.resolve(Cli.ok(directory(source + "@three", "list", "-v"))
                .lines()
                .filter(line -> line.endsWith(" (Available)"))
                .map(line -> line.strip().replace(" (Available)", ""))
                .findFirst()
                .orElseThrow());
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[bytes.length / 2] ^= 4;
        Files.write(chunk, bytes);
        Cli result = Cli.run(directory(source, "restore", "--force", "--to", copy));
        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains(chunk.getFileName().toString());
        assertThat(zfs.snapshots(copy)).containsExactly("one", "mine");
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(one);
    }

    @Test
    void aTargetWithoutACommonSnapshotIsAConflictThatChangesNothing() throws IOException {
        backup();
        byte[] map = Files.readAllBytes(backups.resolve("host1/map.json"));
        for (String snapshot : List.of("one", "two", "three")) {
            zfs.retried("zfs", "destroy", source + "@" + snapshot);
        }
        zfs.snapshot(source, "three");
        Cli conflict = Cli.run(directory(source));
        assertThat(conflict.status()).isEqualTo(1);
        assertThat(conflict.err())
                .contains("Snapshots of " + source + " here: three")
                .contains("one (guid")
                .contains("--full");
        assertThat(backups.resolve("host1/map.json")).hasBinaryContent(map);
        assertThat(backup("--full")).startsWith("Backed up " + source + "@three, full");
        assertThat(Trees.hashes(zfs.path(restored("two")))).isEqualTo(two);
    }

    @Test
    void chunksAreCutToSizeAndCompressedOneByOne() throws IOException {
        backup("-C", "--chunk-size", "64KiB");
        assertThat(chunks()).hasSizeGreaterThan(6).allSatisfy(chunk -> assertThat(Files.size(chunk))
                .isLessThanOrEqualTo(64 * 1024));
        assertThat(Trees.hashes(zfs.path(restored("")))).isEqualTo(three);
    }

    @ParameterizedTest
    @ValueSource(strings = {"none", "-C", "--compress=zstd"})
    void theRecipeWorksWithoutUs(String option) throws IOException {
        backup(option.equals("none") ? new String[0] : new String[] {option, "--chunk-size", "64KiB"});
        String recipe = Files.readString(backups.resolve("host1/RESTORE.txt"));
        String copy = zfs.pool() + "/byhand" + number;
        List<String> commands = recipe.lines()
                .filter(line -> line.endsWith("| zfs receive -u RESTORED"))
                .map(line -> line.strip().replace("RESTORED", "'" + copy + "'"))
                .toList();
        assertThat(commands).hasSize(3);
        for (String command : commands) {
            zfs.sh("set -o pipefail; cd '" + backups + "' && " + command);
        }
        zfs.run("zfs", "mount", copy);
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
    }

    @Test
    void whatIsEncryptedComesBackWithThePasswordAndNotWithoutIt() throws IOException {
        Path password = backups.resolve("pass+word & file");
        Trees.secret(password, "correct horse\n");
        String[] options = {"--compress=zstd", "-E", "--password-file", password.toString()};
        backup(options);
        assertThat(Cli.ok(Cli.with(options, directory(source, "verify"))).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("Good"));
        assertThat(Cli.ok(directory(source, "verify")).lines()).allMatch(line -> line.startsWith("UNVERIFIED"));
        Cli without = Cli.run(directory(source, "restore", "--to", zfs.pool() + "/without" + number));
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err()).contains("--password-file");
        String copy = zfs.pool() + "/decrypted" + number;
        Cli.ok(Cli.with(options, directory(source, "restore", "--to", copy)));
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
        assertThat(Files.readString(backups.resolve("host1/map.json"))).doesNotContain("correct horse");
        assertThat(zfs.output("grep", "-c", "openssl enc -d -aes-256-cbc -pbkdf2", backups + "/host1/RESTORE.txt"))
                .isEqualTo("3\n");
    }

    /** The host that backs up knows a recipient, and nothing secret. */
    @Test
    void withRecipientsAloneAllGoesOnButRestoring() throws IOException {
        Path identity = backups.resolve("identity.txt");
        zfs.run("age-keygen", "-o", identity.toString());
        String recipient = zfs.output("age-keygen", "-y", identity.toString()).strip();
        String[] toRecipient = {"--compress=zstd", "--encrypt=age", "--recipient", recipient};
        Cli.ok(Cli.with(toRecipient, directory(source + "@two")));
        assertThat(Cli.ok(Cli.with(toRecipient, directory(source)))).contains("@three, incremental from @two");
        assertThat(Cli.ok(Cli.with(toRecipient, directory(source)))).contains("Nothing to do");
        assertThat(Cli.ok(directory(source, "list")).lines()).hasSize(3);
        assertThat(Cli.ok(directory(source, "verify")).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("UNVERIFIED") && line.contains("--identity-file"));

        Cli without = Cli.run(directory(source, "restore", "--to", zfs.pool() + "/without" + number));
        assertThat(without.status()).isEqualTo(1);
        assertThat(without.err()).contains("--identity-file").contains(recipient);

        String[] withIdentity = {"--identity-file", identity.toString()};
        assertThat(Cli.ok(Cli.with(withIdentity, directory(source, "verify"))).lines())
                .hasSize(3)
                .allMatch(line -> line.startsWith("Good"));
        String copy = zfs.pool() + "/decrypted" + number;
        Cli.ok(Cli.with(withIdentity, directory(source, "restore", "--to", copy)));
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
        restoreByRecipe(identity);
    }

    /** As RESTORE.txt says, with the tools that it names. */
    private void restoreByRecipe(Path identity) throws IOException {
        String copy = zfs.pool() + "/byhand" + number;
        for (String line : Files.readAllLines(backups.resolve("host1/RESTORE.txt"))) {
            if (line.contains("zfs receive -u RESTORED")) {
                zfs.sh("set -o pipefail; cd '" + backups + "' && "
                        + line.replace("RESTORED", copy).replace("IDENTITY-FILE", identity.toString()));
            }
        }
        zfs.run("zfs", "mount", copy);
        assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(three);
    }

    @Test
    void encryptionThatCannotBeMeantIsWrongUsage() {
        for (String[] wrong : new String[][] {
            {"--encrypt=age"},
            {"--encrypt=rot13"},
            {"-E", "--encrypt=age", "--recipient", "age1x"},
            {"--encrypt=age", "--recipient", "age1x"},
            {"--recipients-file", "/tmp/x"},
            {"--encrypt=age", "--password-file", "/tmp/x", "--cipher", "aes-128-cbc"},
            {"-E", "--password-file", "/tmp/x", "--password-env", "X", "--cipher", "des"},
        }) {
            assertThat(Cli.run(Cli.with(wrong, directory(source))).status())
                    .as(String.join(" ", wrong))
                    .isEqualTo(2);
        }
    }

    @Test
    void encryptionWithoutAPasswordFileIsWrongUsage() {
        Cli result = Cli.run(Cli.with(new String[] {"-E"}, directory(source)));
        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("--password-file");
    }

    @Test
    void theStreamOfOneSnapshotGoesIntoAFile() throws IOException {
        backup("-C");
        Path file = backups.resolve("two.zfs");
        Cli.ok(directory(source + "@two", "restore", "--to-file", file.toString()));
        Path sent = backups.resolve("sent.zfs");
        zfs.sh("zfs send -i '" + source + "@one' '" + source + "@two' > '" + sent + "'");
        assertThat(file).hasSameBinaryContentAs(sent);
        assertThat(Cli.run(directory(source + "@two", "restore", "--to-file", file.toString()))
                        .err())
                .contains("exists");
    }

    @Test
    void whatIsDeletedIsGoneAndTheRestStays() throws IOException {
        backup();
        Cli refused = Cli.run(directory(source + "@two", "delete"));
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("@three");
        assertThat(Cli.ok(directory(source + "@three", "delete", "--dry-run"))).contains("Would delete");
        assertThat(chunks()).hasSize(3);
        Cli.ok(directory(source + "@three", "delete"));
        assertThat(chunks()).hasSize(2);
        assertThat(Cli.ok(directory(source, "verify")))
                .isEqualTo(
                        "Good     " + source + "@one (not encrypted)\nGood     " + source + "@two (not encrypted)\n");
        assertThat(backup()).contains("@three, incremental from @two");
    }

    @Test
    void aDamagedChunkIsNamedBeforeAnythingIsReceived() throws IOException {
        backup("-C");
        Path chunk = chunks().get(2);
        byte[] bytes = Files.readAllBytes(chunk);
        bytes[bytes.length / 2] ^= 4;
        Files.write(chunk, bytes);
        String to = zfs.pool() + "/damaged" + number;
        Cli verify = Cli.run(directory(source, "verify"));
        assertThat(verify.status()).isEqualTo(1);
        assertThat(verify.out())
                .contains("DAMAGED")
                .contains(chunk.getFileName().toString());
        Cli restore = Cli.run(directory(source, "restore", "--to", to));
        assertThat(restore.status()).isEqualTo(1);
        assertThat(restore.err()).contains(chunk.getFileName().toString()).contains("SHA-256");
        Files.delete(chunk);
        Cli missing = Cli.run(directory(source, "restore", "--to", to + "-2"));
        assertThat(missing.err()).contains(chunk.getFileName().toString()).contains("is missing");
        assertThat(Cli.run("--dataset", to + "-2", "counter").err()).contains("there is no dataset");
    }

    @Test
    void aFullDiskFailsTheRunAndLeavesTheStateBefore() throws IOException {
        Path small = Files.createDirectory(directory.resolve("small" + number));
        zfs.sh("mount -t tmpfs -o size=400k none " + small);
        try {
            String[] command = {"-S", source + "@one", "directory", "-D", small.toString(), "-P", "host1"};
            Cli full = Cli.run(command);
            assertThat(full.status()).isEqualTo(1);
            assertThat(full.err()).contains("No space left on device").doesNotContain("\tat ");
            assertThat(Trees.hashes(small)).isEmpty();
            zfs.sh("mount -o remount,size=4m " + small);
            Cli.ok(command);
        } finally {
            zfs.sh("umount " + small);
        }
    }

    @Test
    void aDirectoryThatCannotBeWrittenToGetsASentence() throws IOException {
        Path closed = Files.createDirectory(directory.resolve("closed" + number));
        zfs.sh("mount -t tmpfs -o ro none " + closed);
        try {
            Cli result = Cli.run("-S", source, "directory", "-D", closed.toString());
            assertThat(result.status()).isEqualTo(1);
            assertThat(result.err())
                    .contains(closed.toString())
                    .contains("Read-only file system")
                    .doesNotContain("\tat ");
        } finally {
            zfs.sh("umount " + closed);
        }
    }

    @Test
    void lostMap_isNoObstacleAndIsWrittenAgain() throws IOException {
        backup();
        Path map = backups.resolve("host1/map.json");
        byte[] right = Files.readAllBytes(map);
        Files.delete(map);
        Cli verify = Cli.run("directory", "--dest", backups.toString(), "--prefix", "host1", "verify");
        assertThat(verify.status()).isEqualTo(1);
        assertThat(verify.out()).contains("the map is missing");
        assertThat(map).doesNotExist();
        assertThat(backup()).startsWith("Nothing to do");
        assertThat(map).hasBinaryContent(right);
        assertThat(Trees.hashes(zfs.path(restored("")))).isEqualTo(three);
    }

    @Test
    void theCounterTellsTheBytesBehindThePipe() {
        long plain = count();
        long compressed = count("-C");
        assertThat(plain).isGreaterThan(500_000);
        assertThat(compressed).isBetween(500_000L, plain - 100_000);
    }

    private long count(String... options) {
        String line = Cli.ok(Cli.with(options, "--dataset", source, "counter"));
        assertThat(line).matches("\\d+ bytes\n");
        return Long.parseLong(line.split(" ")[0]);
    }

    @Test
    void aDatasetWithALongNameWorks() {
        String parent = "x".repeat(100) + "/" + "y".repeat(90);
        String dataset = zfs.dataset(parent + number);
        Trees.text(zfs.path(dataset).resolve("file"), "deep");
        zfs.snapshot(dataset, "s");
        assertThat(dataset.length()).isGreaterThan(200);
        Cli.ok(directory(dataset));
        String copy = zfs.pool() + "/copy" + number;
        Cli.ok(directory(dataset, "restore", "--to", copy));
        assertThat(zfs.path(copy).resolve("file")).hasContent("deep");
    }
}
