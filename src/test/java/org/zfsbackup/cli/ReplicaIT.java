package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** From dataset to dataset of one host, on real ZFS. */
@Tag("zfs")
class ReplicaIT {
    private static RealZfs tank;
    private static RealZfs backup;
    private static int number;

    @TempDir
    static Path directory;

    private String source;
    private String below;
    private String destination;
    private String replica;
    private Map<String, String> one;
    private Map<String, String> two;

    @BeforeAll
    static void makePools() {
        tank = RealZfs.in(directory);
        backup = RealZfs.in(directory);
    }

    @AfterAll
    static void destroyPools() {
        tank.close();
        backup.close();
    }

    /** A dataset with two snapshots, and the contents of each. */
    @BeforeEach
    void makeDataset() throws IOException {
        number++;
        below = "src" + number + "/my home.x:y-z";
        source = tank.dataset(below);
        destination = backup.dataset("to" + number);
        replica = destination + "/" + below;
        Trees.random(tank.path(source).resolve("random"), 300_000, number);
        one = Trees.hashes(tank.path(source));
        tank.snapshot(source, "one");
        Trees.text(tank.path(source).resolve("new"), "two\n");
        two = Trees.hashes(tank.path(source));
        tank.snapshot(source, "two");
    }

    private Cli zfs(String dataset, String... more) {
        return Cli.run(Cli.with(new String[] {"--dataset", dataset, "zfs", "--dest", destination}, more));
    }

    private String ok(String dataset, String... more) {
        return Cli.ok(Cli.with(new String[] {"--dataset", dataset, "zfs", "--dest", destination}, more));
    }

    private String property(String dataset, String name) {
        return tank.output("zfs", "get", "-H", "-o", "value", name, dataset).strip();
    }

    private Map<String, String> files(String dataset) throws IOException {
        Path place = Path.of(property(dataset, "mountpoint"));
        boolean mounted = property(dataset, "mounted").equals("yes");
        if (!mounted) {
            tank.retried("zfs", "mount", dataset);
        }
        Map<String, String> hashes = Trees.hashes(place);
        if (!mounted) {
            backup.unmount(dataset);
        }
        return hashes;
    }

    @Test
    void eachSnapshotArrivesReadOnlyAndMountedNowhereAndIsNotSentAgain() throws IOException {
        assertThat(ok(source).lines())
                .hasSize(2)
                .anyMatch(line -> line.startsWith("Replicated " + source + "@one, full, "))
                .anyMatch(line -> line.startsWith("Replicated " + source + "@two, incremental from @one, "));
        assertThat(backup.snapshots(replica)).containsExactly("one", "two");
        assertThat(property(replica, "readonly")).isEqualTo("on");
        assertThat(property(replica, "mounted")).isEqualTo("no");
        assertThat(property(destination + "/src" + number, "canmount")).isEqualTo("off");
        assertThat(files(replica)).isEqualTo(two);
        assertThat(ok(source)).startsWith("Nothing to do");

        Trees.random(tank.path(source).resolve("third"), 10_000, 3);
        Map<String, String> three = Trees.hashes(tank.path(source));
        tank.snapshot(source, "three");
        assertThat(ok(source)).contains("@three, incremental from @two");
        assertThat(files(replica)).isEqualTo(three);
    }

    @Test
    void theMethodPassesTheStreamThroughItsPipeAndRefusesWhatZfsCannotUndo() throws IOException {
        assertThat(ok(source, "--compress=zstd:1")).contains("@two, incremental");
        assertThat(files(replica)).isEqualTo(two);
        Cli refused = zfs(
                source,
                "--encrypt=age",
                "--recipient",
                "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj");
        assertThat(refused.status()).isEqualTo(2);
        assertThat(refused.err()).contains("--encrypt and -E do not work with zfs and ssh");
    }

    @Test
    void aPipeThatNobodyUndoesThereIsRefusedBeforeAnythingIsSent() {
        String untouched = destination + "/untouched";
        assertThatThrownBy(() -> ZfsReplication.of(source)
                        .to(untouched)
                        .pipe("openssl?passwordReference=env:HOME")
                        .replicate())
                .hasMessageContaining("pipe:openssl comes before the receive")
                .hasMessageContaining("gzip, zstd, and exec");
        assertThat(backup.output("zfs", "list", "-H", "-r", "-o", "name", destination)
                        .lines())
                .doesNotContain(untouched);
        assertThatThrownBy(() -> ZfsBackup.of(source)
                        .to("file:/nowhere")
                        .recursive(true)
                        .to("zfs:" + untouched)
                        .list())
                .hasMessageContaining("is a dataset");
    }

    @Test
    void aSendThatFailsIsNoReplica() {
        Path failing = Trees.script(
                directory.resolve("zfs-that-fails" + number),
                "#!/bin/sh\n[ \"$1\" != send ] || [ $# -lt 2 ] || { zfs \"$@\" | head -c 100000; exit 1; }\nexec zfs \"$@\"\n");
        Cli failed = zfs(source, "--zfs=" + failing);
        assertThat(failed.status()).isEqualTo(1);
        assertThat(failed.err()).contains("send");
        backup.awaitGone(replica);
        assertThat(ok(source)).contains("@two, incremental from @one");
    }

    @Test
    void aWholePoolIsReceivedBelowTheDestination() throws IOException {
        try (RealZfs pool = RealZfs.in(directory)) {
            Trees.text(pool.mountpoint().resolve("at the top"), "top\n");
            pool.dataset("child");
            pool.run("zfs", "snapshot", "-r", pool.pool() + "@all");
            assertThat(ok(pool.pool(), "-R")).contains(pool.pool() + "@all, full");
            assertThat(backup.snapshots(destination + "/" + pool.pool())).containsExactly("all");
            assertThat(backup.snapshots(destination + "/" + pool.pool() + "/child"))
                    .containsExactly("all");
            assertThat(property(destination + "/" + pool.pool(), "mounted")).isEqualTo("no");
            assertThat(property(destination + "/" + pool.pool(), "mountpoint")).doesNotContain(pool.pool() + "/mnt");
            assertThat(property(destination, "mounted")).isEqualTo("yes");
        }
    }

    @Test
    void theReplicaComesBackToAnotherNameAndToItsOwn() throws IOException {
        ok(source);
        String copy = tank.pool() + "/copy" + number;
        assertThat(ok(source, "restore", "--to", copy).lines()).hasSize(2);
        assertThat(files(copy)).isEqualTo(two);
        assertThat(property(copy, "readonly")).isEqualTo("off");
        assertThat(ok(source, "restore", "--to", copy)).startsWith("Nothing to do");

        tank.retried("zfs", "destroy", "-r", source);
        assertThat(ok(source + "@one", "restore").lines()).hasSize(1);
        assertThat(files(source)).isEqualTo(one);
        Trees.text(tank.path(source).resolve("written"), "since\n");
        assertThat(zfs(source, "restore").err()).contains("changed after its newest snapshot");
        assertThat(ok(source, "restore", "--force").lines()).hasSize(1);
        tank.remount(source);
        assertThat(files(source)).isEqualTo(two);
    }

    @Test
    void listAndVerifyTellWhatIsOnBothSides() {
        assertThat(zfs(source, "verify").status()).isEqualTo(1);
        ok(source);
        tank.snapshot(source, "three");
        assertThat(ok(source, "list").lines())
                .containsExactly("Snapshot " + source + "@one", "Snapshot " + source + "@two");
        assertThat(ok(source, "verify")).startsWith("Good ").contains("2 snapshots on both sides", "1 newer to send");
        tank.retried("zfs", "destroy", source + "@one");
        assertThat(ok(source, "verify")).startsWith("Good ").contains("1 snapshot on both sides");
        backup.snapshot(replica, "own");
        Cli wrong = zfs(source, "verify");
        assertThat(wrong.status()).isEqualTo(1);
        assertThat(wrong.out()).contains("@own exists only at the destination");
    }

    @Test
    void aReplicaThatWentItsOwnWayIsLeftAloneAndTold() {
        ok(source);
        backup.snapshot(replica, "own");
        tank.snapshot(source, "three");
        Cli refused = zfs(source);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err())
                .contains(
                        "@own, which the source does not have, after @two",
                        "zfs rollback -r '" + replica + "@two'",
                        "Nothing was done");
        assertThat(backup.snapshots(replica)).containsExactly("one", "two", "own");

        backup.retried("zfs", "destroy", replica + "@own");
        tank.retried("zfs", "destroy", source + "@two");
        tank.snapshot(source, "two");
        assertThat(zfs(source).err()).contains("@two is a different snapshot on each side");
        assertThat(backup.snapshots(replica)).containsExactly("one", "two");
    }

    @Test
    void aRenamedSourceIsNotSentTwice() {
        ok(source);
        String renamed = tank.pool() + "/renamed" + number;
        tank.rename(source, renamed);
        destination = destination + "/src" + number;
        Cli refused = zfs(renamed);
        assertThat(refused.status()).isEqualTo(1);
        assertThat(refused.err()).contains("the source may have been renamed", "zfs rename '" + replica);
        assertThat(ok(renamed, "--full")).contains("@one, full");
    }

    @Test
    void eachDatasetIsReplicatedForItselfAndOneThatFailsLeavesTheOthersAlone() throws IOException {
        String parent = tank.dataset("many" + number);
        for (String name : List.of("a", "b", "c", "tmp1")) {
            tank.dataset("many" + number + "/" + name);
        }
        tank.run("zfs", "snapshot", "-r", parent + "@one");
        backup.dataset("to" + number + "/many" + number + "/b");
        Cli run = zfs(parent, "--recursive=each", "--parallel=2", "--exclude", parent + "/tmp*");
        assertThat(run.status()).isEqualTo(1);
        assertThat(run.out().lines().filter(line -> line.startsWith(parent)))
                .hasSize(4)
                .anyMatch(line -> line.startsWith(parent + "/b") && line.contains("FAILED"))
                .anyMatch(line -> line.startsWith(parent + "/a") && line.contains("1 stream"));
        assertThat(run.err()).contains("of 4 datasets failed");
        for (String name : List.of("a", "c")) {
            assertThat(backup.snapshots(destination + "/many" + number + "/" + name))
                    .containsExactly("one");
        }
        assertThat(backup.output("zfs", "list", "-H", "-r", "-o", "name", destination)
                        .lines())
                .noneMatch(name -> name.contains("tmp1"));
    }
}
