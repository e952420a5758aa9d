package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** Backups of trees into a directory on real ZFS, with a chain for each dataset. */
class EachIT extends TwoPools {
    private String root;

    @BeforeEach
    void makeTree() throws IOException {
        root = dataset("");
    }

    private static String name(String path) {
        return zfs.pool() + "/tree" + number + (path.isEmpty() ? "" : "/" + path);
    }

    private static String dataset(String path) {
        String dataset = zfs.dataset(name(path).substring(zfs.pool().length() + 1));
        file(dataset, "first");
        return dataset;
    }

    private static void file(String dataset, String name) {
        Trees.random(zfs.path(dataset).resolve(name), 60_000, (dataset + name).hashCode());
        zfs.run("sync");
    }

    private void snapshotAll(String name) {
        zfs.run("zfs", "snapshot", "-r", root + "@" + name);
    }

    private String[] of(String source, String... more) {
        return Cli.with(
                new String[] {"--dataset", source, "--recursive=each", "directory", "--dest", backups.toString()},
                more);
    }

    private String backup(String... more) {
        return Cli.ok(of(root, more));
    }

    /** Restores to a new dataset of the other pool and returns its name. */
    private String restored(String source, String... more) {
        String to = other.pool() + "/back" + number + "x" + Math.abs(source.hashCode() % 1000);
        Cli.ok(Cli.with(of(source, "restore", "--to", to), more));
        return to;
    }

    /** The files of a tree, by dataset and name. Everything is mounted again, because zfs-fuse may show old content. */
    private static Map<String, String> files(RealZfs pool, String dataset) {
        Map<String, String> files = new TreeMap<>();
        pool.output("zfs", "list", "-H", "-r", "-o", "name", dataset)
                .lines()
                .forEach(one -> files.putAll(own(pool, one, dataset)));
        return files;
    }

    private static Map<String, String> own(RealZfs pool, String dataset, String root) {
        Map<String, String> own = new TreeMap<>();
        try (Stream<Path> files = Files.list(pool.path(dataset))) {
            files.filter(Files::isRegularFile)
                    .forEach(file ->
                            own.put(dataset.substring(root.length()) + ":" + file.getFileName(), Trees.sha256(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return own;
    }

    private static String origin(RealZfs pool, String dataset) {
        return pool.output("zfs", "get", "-H", "-o", "value", "origin", dataset).strip();
    }

    @Nested
    class WithoutRecursion {
        private String only(String... more) {
            return Cli.ok(Cli.with(new String[] {"--dataset", root}, more));
        }

        @Test
        void childrenOfTheDataset_areCountedForEveryTarget() {
            dataset("a");
            dataset("a/below");
            dataset("b");
            snapshotAll("s1");
            String told = "2 datasets directly below " + root + " are not included; --recursive=each";

            assertThat(only("directory", "--dest", backups.toString())).contains("@s1, full", told);
            assertThat(only("directory", "--dest", backups.toString())).contains("Nothing to do", told);
            assertThat(only("zfs", "--dest", other.pool() + "/only" + number)).contains("@s1, full", told);
        }

        @Test
        void datasetWithoutChildren_isNotTalkedAbout() {
            snapshotAll("s1");
            assertThat(only("directory", "--dest", backups.toString())).doesNotContain("directly below");
        }

        @Test
        void json_hasTheNumber() {
            dataset("a");
            snapshotAll("s1");
            assertThat(Cli.ok("--json", "--dataset", root, "directory", "--dest", backups.toString()))
                    .contains("\"childrenLeftOut\":1");
        }
    }

    @Nested
    class Tree {
        @Test
        void everyDataset_hasAChainOfItsOwn() {
            dataset("a");
            dataset("a/b");
            snapshotAll("s1");
            backup();
            file(name("a/b"), "second");
            zfs.snapshot(name("a/b"), "own");
            assertThat(backup()).contains("Backed up " + name("a/b") + "@own, incremental from @s1");
            assertThat(backup()).contains("Nothing to do");
            assertThat(files(other, restored(root))).isEqualTo(files(zfs, root));
        }

        @Test
        void parentWithoutSnapshots_isNoObstacle() {
            dataset("a");
            zfs.snapshot(name("a"), "s1");
            assertThat(backup()).contains("Backed up " + name("a") + "@s1, full");
            assertThat(files(other, restored(root) + "/a")).isEqualTo(files(zfs, name("a")));
        }

        @Test
        void noSnapshotAnywhere_isAnError() {
            Cli run = Cli.run(of(root));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("neither " + root + " nor a dataset below it has a snapshot");
        }

        @Test
        void datasetThatFails_doesNotStopTheOthers() {
            dataset("a");
            dataset("b");
            snapshotAll("s1");
            backup();
            zfs.run("zfs", "destroy", name("a") + "@s1");
            file(name("b"), "second");
            snapshotAll("s2");
            Cli run = Cli.run(of(root));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains("1 of 3 datasets failed. " + name("a") + ": ");
            assertThat(run.out()).contains("Backed up " + name("b") + "@s2").containsPattern(name("a") + " +FAILED");
        }

        @Test
        void excludedAndLeftOut_areNotBackedUp() {
            dataset("a");
            dataset("b");
            dataset("c");
            snapshotAll("s1");
            zfs.run("zfs", "set", "org.zfsbackup:backup=off", name("b"));
            assertThat(backup("--exclude", name("c"), "--parallel", "2"))
                    .contains(name("a") + "@s1")
                    .doesNotContain(name("b") + "@s1", name("c") + "@s1");
        }

        @Test
        void snapshotName_restoresEachDatasetAtThatSnapshot() {
            dataset("a");
            snapshotAll("s1");
            Map<String, String> then = files(zfs, root);
            file(name("a"), "second");
            snapshotAll("s2");
            backup();
            assertThat(files(other, restored(root + "@s1"))).isEqualTo(then);
        }
    }

    @Nested
    class Clones {
        @Test
        void clone_isStoredOnItsOriginAndRestoredAsAClone() throws IOException {
            String template = dataset("tpl");
            Trees.random(zfs.path(template).resolve("big"), 4_000_000, 1);
            zfs.snapshot(template, "t");
            zfs.run("zfs", "clone", template + "@t", name("a1"));
            file(name("a1"), "own");
            snapshotAll("s1");
            backup();
            assertThat(Trees.size(backups)).isLessThan(6_000_000);
            String to = restored(root);
            assertThat(files(other, to)).isEqualTo(files(zfs, root));
            assertThat(origin(other, to + "/a1")).isEqualTo(to + "/tpl@t");
        }

        @Test
        void originOutsideTheTree_isUsedIfItIsBackedUp() {
            String template = dataset("tpl");
            zfs.snapshot(template, "t");
            dataset("in");
            zfs.run("zfs", "clone", template + "@t", name("in/a1"));
            zfs.snapshot(name("in/a1"), "s1");
            Cli.ok(of(template));
            assertThat(Cli.ok(of(name("in")))).contains("Backed up " + name("in/a1") + "@s1, incremental");
            Cli refused = Cli.run(of(name("in"), "restore", "--to", other.pool() + "/alone" + number));
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("was backed up as a clone of @t of " + template, "Restore that dataset");
        }

        @Test
        void promotedClone_goesOnWithoutAFullStream() {
            String template = dataset("tpl");
            zfs.snapshot(template, "t");
            zfs.run("zfs", "clone", template + "@t", name("a1"));
            snapshotAll("s1");
            backup();
            zfs.run("zfs", "promote", name("a1"));
            file(name("a1"), "after");
            file(template, "after");
            snapshotAll("s2");
            assertThat(backup()).doesNotContain("full");
            assertThat(files(other, restored(root))).isEqualTo(files(zfs, root));
        }

        @Test
        void promotedBeforeItsFirstBackup_usesTheOldOwnersBackups() {
            String template = dataset("tpl");
            zfs.snapshot(template, "t");
            backup();
            zfs.run("zfs", "clone", template + "@t", name("a1"));
            zfs.run("zfs", "promote", name("a1"));
            file(name("a1"), "after");
            file(template, "after");
            snapshotAll("s2");
            assertThat(backup())
                    .contains(
                            "Backed up " + name("a1") + "@s2, incremental from @t",
                            "Backed up " + template + "@s2, incremental from @t");
            String to = restored(root);
            assertThat(files(other, to)).isEqualTo(files(zfs, root));
            assertThat(origin(other, to + "/tpl")).isEqualTo(to + "/a1@t");
        }

        @Test
        void renamedDataset_goesOnWithItsOldChain() {
            dataset("old");
            snapshotAll("s1");
            backup();
            zfs.rename(name("old"), name("new"));
            file(name("new"), "after");
            snapshotAll("s2");
            assertThat(backup()).contains("Backed up " + name("new") + "@s2, incremental from @s1");
            String to = restored(name("new"));
            assertThat(files(other, to)).isEqualTo(files(zfs, name("new")));
        }

        @Test
        void originOfAKeptClone_isNotDeleted() {
            String template = dataset("tpl");
            zfs.snapshot(template, "t");
            zfs.run("zfs", "clone", template + "@t", name("a1"));
            snapshotAll("s1");
            backup();
            String[] delete = {"--dataset", template + "@t", "directory", "--dest", backups.toString(), "delete"};
            Cli refused = Cli.run(delete);
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains("backups that would be kept build on those", name("a1") + "@s1");
            assertThat(Cli.ok(Cli.with(delete, "--with-dependents"))).contains(name("a1") + "@s1");
            Cli.ok("directory", "--dest", backups.toString(), "verify");
        }
    }
}
