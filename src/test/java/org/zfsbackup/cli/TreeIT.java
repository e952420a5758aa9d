package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** Recursive backups on real ZFS. Every good backup can be restored; the others are refused, with their names. */
class TreeIT extends TwoPools {
    private String root;
    private final List<String> tree = new ArrayList<>();

    @BeforeEach
    void makeTree() throws IOException {
        root = zfs.dataset("tree" + number);
        tree.add(root);
        for (String child : List.of("b", "c", "d")) {
            tree.add(zfs.dataset("tree" + number + "/" + child));
        }
        change("zero");
        snapshotAll("s0");
    }

    private void change(String file) {
        for (String dataset : tree) {
            Trees.random(zfs.path(dataset).resolve(file), 60_000, (dataset + file).hashCode());
        }
        zfs.run("sync");
    }

    private void snapshotAll(String name) {
        zfs.run("zfs", "snapshot", "-r", root + "@" + name);
    }

    private String[] of(String... more) {
        return Cli.with(
                new String[] {"--dataset", root, "-R", "directory", "--dest", backups.toString(), "--prefix", "h"},
                more);
    }

    private static Map<String, String> files(RealZfs pool, String dataset) {
        Map<String, String> files = new TreeMap<>(Trees.hashes(pool.path(dataset)));
        files.keySet().removeIf(name -> name.contains(".zfs"));
        return files;
    }

    /** The files of the newest backup, restored to another pool. */
    private Map<String, String> restored(String name) {
        Cli.ok(of("restore", "--to", other.pool() + "/" + name));
        return files(other, other.pool() + "/" + name);
    }

    @Nested
    class NewerSnapshotsThatAChildLacks {
        @Test
        void backup_endsWith1AndNamesTheChildEveryTime() {
            Cli.ok(of());
            for (String day : List.of("s1", "s2")) {
                zfs.snapshot(root, day);
                zfs.snapshot(root + "/b", day);
            }
            for (int run = 0; run < 2; run++) {
                Cli cli = Cli.run(of());
                assertThat(cli.status()).isEqualTo(1);
                assertThat(cli.out()).isEmpty();
                assertThat(cli.err())
                        .contains(root + "@s1, " + root + "@s2 were not backed up", root + "/", "zfs snapshot -r");
            }
        }

        @Test
        void streamsBeforeThem_areStoredAllTheSame() {
            snapshotAll("s1");
            zfs.snapshot(root, "s2");
            Cli cli = Cli.run(of());
            assertThat(cli.status()).isEqualTo(1);
            assertThat(cli.out()).contains("Backed up " + root + "@s1");
            assertThat(restored("stored" + number)).isEqualTo(files(zfs, root));
        }

        @Test
        void replica_endsWith1AndNamesTheChild() {
            String[] replica = {"--dataset", root, "-R", "zfs", "--dest", other.pool()};
            Cli.ok(replica);
            zfs.snapshot(root, "s1");
            Cli cli = Cli.run(replica);
            assertThat(cli.status()).isEqualTo(1);
            assertThat(cli.err()).contains(root + "@s1 was not sent", "does not have it");
        }

        @Test
        void namedSnapshot_isAllThatWasAskedFor() {
            zfs.snapshot(root, "s1");
            Cli.ok("--dataset", root + "@s0", "-R", "directory", "--dest", backups.toString(), "--prefix", "h");
        }
    }

    @Nested
    class ChildThatLostTheBase {
        private void lose(Consumer<String> change) {
            change("one");
            snapshotAll("s1");
            Cli.ok(of());
            change.accept(root + "/c");
            change("two");
            snapshotAll("s2");
            Cli cli = Cli.run(of());
            assertThat(cli.status()).as(cli.err()).isZero();
            Cli.ok(of("verify"));
            assertThat(restored("lost" + number)).isEqualTo(files(zfs, root));
        }

        @Test
        void destroyedSnapshot_leavesAnOlderBase() {
            lose(child -> zfs.run("zfs", "destroy", child + "@s1"));
        }

        @Test
        void rolledBackChild_leavesAnOlderBase() {
            lose(child -> zfs.retried("zfs", "rollback", "-r", child + "@s0"));
        }

        @Test
        void snapshotMadeAnew_leavesAnOlderBase() {
            lose(child -> {
                zfs.run("zfs", "destroy", child + "@s1");
                zfs.snapshot(child, "s1");
            });
        }

        @Test
        void noBaseAtAll_isRefusedByNameAndFullHelps() {
            Cli.ok(of());
            zfs.run("zfs", "destroy", root + "/c@s0");
            zfs.snapshot(root + "/c", "s0");
            change("one");
            snapshotAll("s1");

            Cli refused = Cli.run(of());
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.err()).contains(root + "/c@s0 is not the snapshot in the earlier backup", "--full");

            Cli.ok(Cli.with(new String[] {"--full"}, of()));
            assertThat(restored("anew" + number)).isEqualTo(files(zfs, root));
        }
    }

    /** A zfs that prunes the first snapshot of the tree after the first stream. */
    private String pruning(String hold) {
        for (String name : List.of("s1", "s2", "s3")) {
            change(name);
            snapshotAll(name);
        }
        Path pruning = directory.resolve("pruning" + number);
        Trees.text(
                pruning,
                """
                #!/bin/bash
                [ "$1" != hold ] || %2$s || exit 1
                zfs "$@"; rc=$?
                [ "$1 $rc" != "send 0" ] || zfs destroy -r %1$s@s0 2>/dev/null
                exit $rc
                """
                        .formatted(root, hold));
        pruning.toFile().setExecutable(true);
        return pruning.toString();
    }

    @Test
    void basePrunedDuringTheRun_isNeverStoredAsAnIncrement() {
        Cli first = Cli.run(Cli.with(new String[] {"--zfs", pruning("false")}, of()));
        assertThat(first.status()).isEqualTo(1);
        Cli second = Cli.run(of());
        if (second.status() != 0) {
            Cli.ok(Cli.with(new String[] {"--full"}, of()));
        }
        Cli.ok(of("verify"));
        assertThat(restored("pruned" + number)).isEqualTo(files(zfs, root));
    }

    @Test
    void baseThatIsHeld_cannotBePrunedDuringTheRun() {
        Cli.ok(Cli.with(new String[] {"--zfs", pruning("true")}, of()));
        Cli.ok(of("verify"));
        assertThat(restored("held" + number)).isEqualTo(files(zfs, root));
        zfs.run("zfs", "destroy", "-r", root + "@s1");
    }

    @Nested
    class CloneOfAnOriginOutside {
        private void clone(String name) {
            String origin = zfs.dataset("origin" + number);
            Trees.random(zfs.path(origin).resolve("file"), 60_000, 1);
            zfs.snapshot(origin, "o");
            zfs.run("zfs", "clone", origin + "@o", root + "/" + name);
            tree.add(root + "/" + name);
        }

        private void assertRefused() {
            Cli refused = Cli.run(of());
            assertThat(refused.status()).isEqualTo(1);
            assertThat(refused.out()).isEmpty();
            assertThat(refused.err())
                    .contains(
                            root + "/clone, a clone of " + zfs.pool() + "/origin" + number + "@o", "--recursive=each");
        }

        @Test
        void fullStream_isRefusedBeforeAByte() {
            clone("clone");
            snapshotAll("s1");
            assertRefused();
            assertThat(backups.resolve("h/backups")).doesNotExist();
        }

        @Test
        void newClone_isRefusedAndEachDatasetByItselfIsNot() {
            Cli.ok(of());
            clone("clone");
            snapshotAll("s1");
            assertRefused();
            Cli.ok(each());
        }

        @Test
        void promotionThatNoReceiverCanFollow_isRefused() {
            clone("clone");
            zfs.run("zfs", "promote", root + "/clone");
            snapshotAll("s1");
            Cli.ok(of());
            zfs.run("zfs", "promote", zfs.pool() + "/origin" + number);
            change("one");
            snapshotAll("s2");
            assertRefused();
        }

        @Test
        void replicaWithoutTheOrigin_saysWhatToDo() {
            clone("clone");
            snapshotAll("s1");
            Cli cli = Cli.run("--dataset", root, "-R", "zfs", "--dest", other.pool());
            assertThat(cli.status()).isEqualTo(1);
            assertThat(cli.err()).contains("does not have the clone's origin: use --recursive=each");
        }

        private String[] each() {
            return new String[] {
                "--dataset", root, "--recursive=each", "directory", "--dest", backups.toString(), "--prefix", "h"
            };
        }
    }

    @Nested
    class Restore {
        /** Changes the digest of the stream in the map and in the record of a backup, as a bug of ours would. */
        private void spoilDigest(String snapshot) throws IOException {
            ChangedMap.change(backups.resolve("h/map.json"), ChangedMap.otherStream(snapshot));
        }

        private List<String> datasets(String name) {
            return other.output("zfs", "list", "-H", "-o", "name", "-t", "all", "-r", other.pool())
                    .lines()
                    .filter(line -> line.startsWith(other.pool() + "/" + name))
                    .toList();
        }

        @Test
        void wrongDigestOfATree_leavesNothing() throws IOException {
            Cli.ok(of());
            spoilDigest("s0");
            Cli cli = Cli.run(of("restore", "--to", other.pool() + "/wrong" + number));
            assertThat(cli.status()).isEqualTo(1);
            assertThat(cli.err()).contains("SHA-256 differs", "What was received of it was removed");
            assertThat(datasets("wrong" + number)).isEmpty();
        }

        /** Backs up two snapshots, and restores the first of them; gives where to. */
        private String restoredToTheFirst(String name) {
            Cli.ok(of());
            change("one");
            snapshotAll("s1");
            Cli.ok(of());
            String to = other.pool() + "/" + name;
            Cli.ok(Cli.with(
                    new String[] {"--dataset", root + "@s0", "directory", "--dest", backups.toString(), "-P", "h"},
                    "restore",
                    "--to",
                    to));
            return to;
        }

        @Test
        void wrongDigestOfAnIncrement_takesTheTreeBackToItsBase() throws IOException {
            String to = restoredToTheFirst("back" + number);
            List<String> before = datasets("back" + number);
            spoilDigest("s1");

            Cli cli = Cli.run(of("restore", "--to", to));
            assertThat(cli.status()).isEqualTo(1);
            assertThat(datasets("back" + number)).isEqualTo(before);
        }

        @Test
        void increment_isNeverReceivedBesideItsDestination() {
            String old = other.pool() + "/tree" + number;
            Cli.ok("--dataset", root, "-R", "zfs", "--dest", other.pool());
            String to = restoredToTheFirst("again" + number);
            other.retried("zfs", "destroy", "-r", to + "/c");
            List<String> replica = datasets("tree" + number);

            Cli cli = Cli.run(of("restore", "--to", to));
            assertThat(cli.status()).isEqualTo(1);
            assertThat(cli.err()).contains("builds on @s0 in " + to + "/c, which does not exist there", "--to");
            assertThat(datasets("tree" + number)).isEqualTo(replica);
            assertThat(other.snapshots(old)).containsExactly("s0");
        }
    }
}
