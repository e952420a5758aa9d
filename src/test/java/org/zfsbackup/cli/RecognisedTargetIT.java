package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** A target that is not the one that it was, a host that is not, and backups that are under another name. */
class RecognisedTargetIT extends TwoPools {
    private String name;
    private String source;

    @BeforeEach
    void makeDataset() throws IOException {
        name = "src" + number;
        source = zfs.dataset(name);
        change(zfs, source, "one");
    }

    private static void change(RealZfs pool, String dataset, String snapshot) {
        Trees.random(pool.path(dataset).resolve(snapshot), 100_000, (dataset + snapshot).hashCode());
        pool.snapshot(dataset, snapshot);
    }

    private String[] command(String prefix, String dataset, String... more) {
        return Cli.with(
                new String[] {"--dataset", dataset, "directory", "--dest", backups.toString(), "--prefix", prefix},
                more);
    }

    private String[] command() {
        return command("h", source);
    }

    private static String[] with(String option, String[] command) {
        return Cli.with(new String[] {}, Cli.with(command, option));
    }

    private static Cli refused(String... command) {
        Cli cli = Cli.run(command);
        assertThat(cli.status()).isEqualTo(1);
        assertThat(cli.out()).isEmpty();
        return cli;
    }

    private static boolean isEmpty(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.findAny().isEmpty();
        }
    }

    private Map<String, String> restored(String prefix, String dataset, String to) {
        Cli.ok(command(prefix, dataset, "restore", "--to", other.pool() + "/" + to));
        other.remount(other.pool() + "/" + to);
        return Trees.hashes(other.path(other.pool() + "/" + to));
    }

    @Nested
    class ATargetThatIsGone {
        @Test
        void diskThatIsNotMounted_isMissedAndNothingIsWritten() throws IOException {
            Path disk = directory.resolve("disk" + number);
            Cli.ok(command());
            Files.move(backups, disk);
            Files.createDirectory(backups);
            change(zfs, source, "two");

            assertThat(refused(command()).err())
                    .contains(source + " was backed up there before", "mounted", backups.toString(), "--new-target");
            assertThat(isEmpty(backups)).isTrue();

            Files.delete(backups);
            Files.move(disk, backups);
            assertThat(Cli.ok(command())).startsWith("Backed up " + source + "@two, incremental from @one");
        }

        @Test
        void nothingNew_doesNotHideThatItIsGone() throws IOException {
            Cli.ok(command());
            Trees.deleteAll(backups.resolve("h"));

            assertThat(refused(command()).err()).contains("mounted");
            assertThat(isEmpty(backups)).isTrue();
        }

        @Test
        void missingFolder_isAnErrorThatNamesIt() throws IOException {
            Cli.ok(command());
            Trees.deleteAll(backups);

            assertThat(refused(command()).err()).contains(backups.toString(), "mount");
            assertThat(backups).doesNotExist();
        }

        @Test
        void renamedFolder_isMissed() throws IOException {
            Cli.ok(command());
            Files.move(backups.resolve("h"), backups.resolve("was-h"));

            assertThat(refused(command()).err()).contains("was backed up there before", "--new-target");
            Files.move(backups.resolve("was-h"), backups.resolve("h"));
            assertThat(Cli.ok(command())).startsWith("Nothing to do");
        }

        @Test
        void newTarget_startsOverAndIsKnownAfterwards() throws IOException {
            Cli.ok(command());
            Trees.deleteAll(backups.resolve("h"));

            assertThat(Cli.ok(with("--new-target", command()))).startsWith("Backed up " + source + "@one, full");
            change(zfs, source, "two");
            assertThat(Cli.ok(command())).startsWith("Backed up " + source + "@two, incremental from @one");
            Trees.deleteAll(backups.resolve("h"));
            refused(command());
        }

        @Test
        void childThatInheritsTheTrace_isNotTakenForKnown() {
            Cli.ok(command());
            String child = zfs.dataset(name + "/child");
            change(zfs, child, "one");

            assertThat(Cli.ok(command("h", child))).startsWith("Backed up " + child + "@one, full");
        }

        @Test
        void disksThatTakeTurns_eachGoOn() throws IOException {
            Path first = directory.resolve("first" + number);
            Path second = directory.resolve("second" + number);
            Cli.ok(command());
            Files.move(backups, first);
            Files.createDirectory(backups);
            Cli.ok(with("--new-target", command()));
            for (String day : new String[] {"two", "three"}) {
                change(zfs, source, day);
                assertThat(Cli.ok(command())).contains("@" + day + ", incremental");
                Files.move(backups, second);
                Files.move(first, backups);
                assertThat(Cli.ok(command())).contains("@" + day + ", incremental");
                Files.move(backups, first);
                Files.move(second, backups);
            }
            assertThat(restored("h", source, "turn" + number)).isEqualTo(Trees.hashes(zfs.path(source)));
        }
    }

    @Nested
    class ADatasetOfTheSameName {
        @Test
        void ofAnotherHost_isRefusedEvenInFull() throws IOException {
            Cli.ok(command());
            Map<String, String> first = Trees.hashes(zfs.path(source));
            String away = source + "-of-a";
            zfs.rename(source, away);
            zfs.dataset(name);
            change(zfs, source, "one");
            byte[] map = Files.readAllBytes(backups.resolve("h/map.json"));

            assertThat(refused(command()).err()).contains("another dataset of that name", "--prefix", "--new-target");
            refused(Cli.with(new String[] {"--full"}, command()));
            assertThat(backups.resolve("h/map.json")).hasBinaryContent(map);
            assertThat(restored("h", source, "a" + number)).isEqualTo(first);
            assertThat(Cli.ok(with("--new-target", command("b", source)))).contains("full");
        }

        @Test
        void createdAnew_startsItsChainIfTheUserSaysSo() {
            Cli.ok(command());
            zfs.retried("zfs", "destroy", "-r", source);
            zfs.dataset(name);
            change(zfs, source, "again");

            assertThat(refused(command()).err()).contains("created anew");
            assertThat(Cli.ok(with("--new-target", command()))).startsWith("Backed up " + source + "@again, full");
            change(zfs, source, "more");
            assertThat(Cli.ok(command())).startsWith("Backed up " + source + "@more, incremental from @again");
            assertThat(restored("h", source, "anew" + number)).isEqualTo(Trees.hashes(zfs.path(source)));
        }

        @Test
        void restoredFromItsBackup_justGoesOn() {
            Cli.ok(command());
            zfs.retried("zfs", "destroy", "-r", source);
            Cli.ok(command("h", source, "restore"));
            zfs.remount(source);
            change(zfs, source, "two");

            assertThat(Cli.ok(command())).startsWith("Backed up " + source + "@two, incremental from @one");
        }
    }

    @Nested
    class AnotherHostName {
        @Test
        void backup_isRefusedAndNamesThePrefixOfItsChain() throws IOException {
            Cli.ok(command("old-name", source));
            change(zfs, source, "two");

            assertThat(refused(command("new-name", source)).err())
                    .contains("this very dataset " + source, "--prefix old-name", "--new-target");
            assertThat(backups.resolve("new-name")).doesNotExist();
            assertThat(Cli.ok(command("old-name", source))).contains("@two, incremental from @one");
            assertThat(Cli.ok(with("--new-target", command("new-name", source))))
                    .contains("@one, full");
            assertThat(Cli.ok(command("new-name", source))).startsWith("Nothing to do");
        }

        @Test
        void restoredToAnotherPool_isStillTheSameDataset() {
            Cli.ok(command("old-name", source));
            String to = other.pool() + "/moved" + number;
            Cli.ok(command("old-name", source, "restore", "--to", to));
            other.remount(to);
            change(other, to, "two");

            assertThat(refused(command("new-name", to)).err()).contains("--prefix old-name");
        }

        @Test
        void anotherDataset_isNotConcerned() {
            Cli.ok(command("old-name", source));
            String stranger = zfs.dataset(name + "-stranger");
            change(zfs, stranger, "one");

            assertThat(Cli.ok(command("new-name", stranger))).contains("full");
        }

        @Test
        void listRestoreAndVerify_nameThePrefixesThatExist() {
            Cli.ok(command("old-name", source));
            Cli.ok(with("--new-target", command("site/other", source)));

            Cli list = Cli.run(command("new-name", source, "list"));
            assertThat(list.status()).isZero();
            assertThat(list.err()).contains("these prefixes: old-name, site/other");
            String to = other.pool() + "/never";
            assertThat(refused(command("new-name", source, "restore", "--to", to))
                            .err())
                    .contains("old-name, site/other", "--prefix");
            assertThat(refused(command("new-name", source, "verify")).err()).contains("old-name");
        }
    }
}
