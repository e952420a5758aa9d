package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.Trees;

/** Replicas are pruned by rules, and go on afterwards. */
class ReplicaPruneIT extends TwoPools {
    private String source;
    private String destination;
    private String replica;

    @BeforeEach
    void replicateFive() throws IOException {
        source = zfs.dataset("src" + number);
        destination = other.dataset("to" + number);
        replica = destination + "/src" + number;
        for (int i = 1; i <= 5; i++) {
            change(i);
        }
        run();
    }

    private void change(int i) throws IOException {
        Trees.text(zfs.path(source).resolve("file" + i), "content " + i);
        zfs.snapshot(source, "s" + i);
    }

    private String[] command(String... more) {
        return Cli.with(new String[] {"--dataset", source, "zfs", "--dest", destination}, more);
    }

    private String run(String... more) {
        return Cli.ok(command(more));
    }

    @Test
    void dryRun_tellsAndChangesNothing() {
        assertThat(run("prune", "--keep-last", "2", "--dry-run").lines())
                .containsExactly(
                        "Kept " + replica + "@s5 (last 1, the next replication builds on it)",
                        "Kept " + replica + "@s4 (last 2)",
                        "Would destroy " + replica + "@s3",
                        "Would destroy " + replica + "@s2",
                        "Would destroy " + replica + "@s1",
                        "Would destroy 3 snapshots");
        assertThat(other.snapshots(replica)).containsExactly("s1", "s2", "s3", "s4", "s5");
    }

    @Test
    void prunedReplica_goesOn() throws IOException {
        assertThat(run("prune", "--keep-last", "2")).contains("Destroyed 3 snapshots");
        assertThat(other.snapshots(replica)).containsExactly("s4", "s5");
        assertThat(zfs.snapshots(source)).hasSize(5);

        change(6);
        assertThat(run()).contains("@s6, incremental from @s5");
        Map<String, String> files = Trees.hashes(zfs.path(source));
        String back = zfs.pool() + "/back" + number;
        run("restore", "--to", back);
        assertThat(Trees.hashes(zfs.path(back))).isEqualTo(files);
        assertThat(run("prune", "--keep-last", "9")).endsWith("Destroyed 0 snapshots\n");
    }

    /** The source lost its newest snapshots, so what both sides still have is older than what the rules keep. */
    @Test
    void baseThatNoRuleKeeps_stays() {
        for (String lost : new String[] {"s5", "s4", "s3"}) {
            zfs.retried("zfs", "destroy", source + "@" + lost);
        }
        assertThat(run("prune", "--keep-last", "1"))
                .contains("Kept " + replica + "@s2 (the next replication builds on it)");
        assertThat(other.snapshots(replica)).containsExactly("s2", "s5");
    }

    @Test
    void sourceThatIsGone_isNoObstacle() {
        zfs.retried("zfs", "destroy", "-r", source);
        run("prune", "--keep-last", "1");
        assertThat(other.snapshots(replica)).containsExactly("s5");
    }

    /** ZFS refuses to destroy it, because a clone outside the replica needs it. The others are destroyed. */
    @Test
    void snapshotThatCannotBeDestroyed_isNamed() {
        other.run("zfs", "clone", replica + "@s2", other.pool() + "/clone" + number);
        Cli pruned = Cli.run(command("prune", "--keep-last", "1"));
        assertThat(pruned.status()).isEqualTo(1);
        assertThat(pruned.err()).contains("1 of 4 snapshots could not be destroyed", replica + "@s2");
        assertThat(other.snapshots(replica)).containsExactly("s2", "s5");
    }

    @Test
    void noRule_isAnError() {
        Cli pruned = Cli.run(command("prune"));
        assertThat(pruned.status()).isEqualTo(2);
        assertThat(pruned.err()).contains("name what to keep");
        assertThat(other.snapshots(replica)).hasSize(5);
    }

    @Test
    void missingReplica_isAnError() {
        Cli pruned = Cli.run(new String[] {
            "--dataset", source, "zfs", "--dest", destination + "/nowhere", "prune", "--keep-last", "1"
        });
        assertThat(pruned.status()).isEqualTo(1);
        assertThat(pruned.err()).contains(destination + "/nowhere");
        assertThat(Path.of(other.mountpoint().toString())).exists();
    }
}
