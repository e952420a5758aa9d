package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** Replicas of trees in which each dataset has streams of its own, on real ZFS. */
class ReplicaTreeIT extends TwoPools {
    private String root;
    private String replica;

    @BeforeEach
    void makeRoot() {
        root = zfs.dataset("tree" + number);
        replica = other.pool() + "/tree" + number;
    }

    private String dataset(String name, String... snapshots) {
        String dataset = zfs.dataset("tree" + number + "/" + name);
        for (String snapshot : snapshots) {
            change(dataset, snapshot);
        }
        return dataset;
    }

    private void change(String dataset, String snapshot) {
        file(zfs, dataset, snapshot);
        zfs.snapshot(dataset, snapshot);
    }

    private static void file(RealZfs pool, String dataset, String name) {
        Trees.random(pool.path(dataset).resolve(name), 50_000, (dataset + name).hashCode());
        pool.run("sync");
    }

    private Cli run(String... options) {
        return Cli.run(
                Cli.with(new String[] {"--dataset", root, "--recursive=each", "zfs", "--dest", other.pool()}, options));
    }

    private String ok(String... options) {
        Cli run = run(options);
        assertThat(run.status()).as(run.err()).isZero();
        return run.out();
    }

    private String property(String dataset, String name) {
        return zfs.output("zfs", "get", "-H", "-o", "value", name, dataset).strip();
    }

    /** The files of a dataset that may not be mounted. */
    private Map<String, String> files(String dataset) {
        boolean mounted = property(dataset, "mounted").equals("yes");
        if (!mounted) {
            zfs.retried("zfs", "mount", "-o", "ro", dataset);
        }
        Map<String, String> files = new TreeMap<>(Trees.hashes(Path.of(property(dataset, "mountpoint"))));
        if (!mounted) {
            zfs.unmount(dataset);
        }
        files.keySet().removeIf(name -> name.contains("/"));
        return files;
    }

    private void assertSame(String name) {
        assertThat(files(replica + "/" + name)).as(name).isEqualTo(files(root + "/" + name));
    }

    private List<String> guids(String pool) {
        return zfs.output("zfs", "list", "-H", "-o", "name", "-t", "snapshot", "-r", pool)
                .lines()
                .map(name -> property(name, "guid"))
                .toList();
    }

    @Nested
    class ParentWithoutSnapshots {
        @Test
        void children_arriveBelowAContainer() {
            dataset("x", "s1");
            dataset("y", "s1");
            ok();
            assertThat(property(replica, "canmount")).isEqualTo("off");
            assertThat(property(replica, "readonly")).isEqualTo("on");
            assertThat(ok()).contains("Nothing to do");
            assertSame("x");
            assertSame("y");
            assertThat(ok("verify")).doesNotContain("WRONG");
        }

        @Test
        void firstSnapshotOfTheParent_goesIntoTheContainer() {
            dataset("x", "s1");
            ok();
            List<String> before = guids(replica);

            change(root, "s2");
            assertThat(ok()).contains("Replicated " + root + "@s2, full");
            assertThat(other.snapshots(replica)).containsExactly("s2");
            assertThat(guids(replica)).containsAll(before);
            assertThat(files(replica)).isEqualTo(files(root));
            assertThat(property(replica, "canmount")).isEqualTo("noauto");
            assertThat(property(replica, "org.zfsbackup:container")).isEqualTo("-");
            assertThat(property(replica, "mounted")).isEqualTo("no");

            change(root, "s3");
            assertThat(ok()).contains("@s3, incremental from @s2");
            assertSame("x");
        }

        @Test
        void containerWithAFile_isNotReplaced() {
            dataset("x", "s1");
            ok();
            zfs.run("zfs", "set", "readonly=off", replica);
            zfs.run("zfs", "set", "canmount=noauto", replica);
            other.retried("zfs", "mount", replica);
            file(other, replica, "mine");
            other.unmount(replica);
            for (int round = 0; round < 2; round++) {
                change(root, "t" + round);
                Cli refused = run();
                assertThat(refused.status()).isEqualTo(1);
                assertThat(refused.err())
                        .contains(replica + " exists and has no snapshots", "--force-receive")
                        .doesNotContain("zfs destroy", "zfs rename");
                zfs.run("zfs", "set", "canmount=off", replica);
                zfs.run("zfs", "set", "readonly=on", replica);
            }
            ok("--force-receive");
            zfs.run("zfs", "set", "canmount=noauto", replica);
            assertThat(files(replica)).isEqualTo(files(root));
            assertSame("x");
        }

        @Test
        void datasetOfTheUser_isNotReplaced() {
            other.run("zfs", "create", "-o", "canmount=off", "-o", "readonly=on", replica);
            dataset("x", "s1");
            ok();
            change(root, "s2");
            assertThat(run().err()).contains(replica + " exists and has no snapshots");
        }

        @Test
        void containerBelowAContainer_isItsOwn() {
            dataset("m");
            dataset("m/x", "s1");
            ok();
            change(root + "/m", "s2");
            ok();
            assertThat(other.snapshots(replica + "/m")).containsExactly("s2");
            change(root, "s3");
            ok();
            assertThat(other.snapshots(replica)).containsExactly("s3");
            assertThat(other.snapshots(replica + "/m/x")).containsExactly("s1");
            assertThat(ok("verify")).contains("Good").doesNotContain("WRONG");
        }
    }

    @Test
    void datasetThatIsSwitchedOff_isLeftOut() {
        dataset("x", "s1");
        dataset("y", "s1");
        zfs.run("zfs", "set", "org.zfsbackup:backup=off", root + "/y");
        assertThat(ok()).contains(root + "/x@s1").doesNotContain(root + "/y");
        assertThat(other.output("zfs", "list", "-H", "-o", "name").lines()).doesNotContain(replica + "/y");
        assertThat(ok("verify")).contains("Good").doesNotContain("WRONG", root + "/y");
    }

    @Nested
    class LongNames {
        private String longest;

        @BeforeEach
        void makeDatasets() {
            longest = "n".repeat(240 - root.length());
            dataset("x", "s1");
            dataset(longest, "s1");
        }

        private void failsAlone(String destination, String what) {
            Cli run = Cli.run("--dataset", root, "--recursive=each", "zfs", "--dest", destination);
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err())
                    .contains("1 of 2 datasets failed", what, "longer than the 255 characters that ZFS allows");
            String tree = destination + "/tree" + number;
            assertThat(other.snapshots(tree + "/x")).containsExactly("s1");
            assertThat(other.output("zfs", "list", "-H", "-o", "name", "-r", tree)
                            .lines())
                    .containsExactly(tree, tree + "/x");
        }

        @Test
        void dataset_failsAlone() {
            failsAlone(other.pool() + "/" + "d".repeat(30), longest + " would be called ");
        }

        @Test
        void snapshot_failsAloneBeforeAByteIsSent() {
            zfs.snapshot(root + "/" + longest, "s".repeat(13));
            failsAlone(other.pool() + "/long" + number, "@" + "s".repeat(13) + " would be called ");
        }

        @Test
        void tree_isRefusedAsAWhole() {
            zfs.snapshot(root, "s1");
            Cli run = Cli.run("--dataset", root, "-R", "zfs", "--dest", other.pool() + "/" + "e".repeat(30));
            assertThat(run.status()).isEqualTo(1);
            assertThat(run.err()).contains(longest + " would be called ", "Nothing of it was sent");
        }
    }

    @Nested
    class Promoted {
        /** A dataset with three snapshots and its replica. */
        private void replicated() {
            dataset("a", "s1", "s2", "s3");
            zfs.snapshot(root, "s1");
            ok();
        }

        private void promote(String origin) {
            zfs.run("zfs", "clone", root + "/a@" + origin, root + "/b");
            file(zfs, root + "/b", "upgrade");
            zfs.run("zfs", "promote", root + "/b");
        }

        private void changeBoth() {
            change(root + "/a", "s4");
            change(root + "/b", "s4");
        }

        private void assertBoth(List<String> before) {
            assertSame("a");
            assertSame("b");
            assertThat(guids(other.pool())).containsAll(before);
        }

        @Test
        void cloneOfAnOlderSnapshot_goesOnBesideItsOrigin() {
            replicated();
            List<String> before = guids(other.pool());
            promote("s1");
            changeBoth();
            assertThat(ok()).contains(root + "/a@s4, incremental from @s3", root + "/b@s4");
            assertBoth(before);
        }

        @Test
        void oneByOne_theReplicaOfTheOtherIsNotGivenAway() {
            replicated();
            promote("s1");
            changeBoth();
            Cli.ok("--dataset", root + "/b", "zfs", "--dest", other.pool());
            Cli.ok("--dataset", root + "/a", "zfs", "--dest", other.pool());
            assertSame("a");
            assertSame("b");
        }

        @Test
        void cloneOfTheNewestSnapshot_goesOnAfterARename() {
            dataset("a");
            dataset("a/below", "s1");
            replicated();
            List<String> before = guids(other.pool());
            promote("s3");
            changeBoth();
            Cli refused = run();
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err())
                    .contains(
                            replica + "/a ends with @s3, which belongs to " + root + "/b now",
                            "`zfs rename " + replica + "/a " + replica + "/b`")
                    .doesNotContain("zfs destroy", "zfs rollback", "ANOTHER-NAME");
            other.rename(replica + "/a", replica + "/b");

            Cli again = run();
            assertThat(again.err()).contains("`zfs rename " + replica + "/b/below " + replica + "/a/below`");
            other.rename(replica + "/b/below", replica + "/a/below");
            ok();
            assertBoth(before);
            assertSame("a/below");
            assertThat(property(replica + "/a", "origin")).isEqualTo(replica + "/b@s3");
        }

        @Test
        void cloneThatHasAReplica_isPromotedThereToo() {
            replicated();
            zfs.run("zfs", "clone", root + "/a@s3", root + "/b");
            change(root + "/b", "own");
            ok();
            List<String> before = guids(other.pool());
            zfs.run("zfs", "promote", root + "/b");
            changeBoth();
            Cli refused = run();
            assertThat(refused.err())
                    .contains("`zfs promote " + replica + "/b`", "`zfs rename " + replica + "/a ANOTHER-NAME`")
                    .doesNotContain("zfs destroy", "zfs rollback");
            other.run("zfs", "promote", replica + "/b");
            other.rename(replica + "/a", replica + "/old");
            ok();
            assertBoth(before);
        }
    }
}
