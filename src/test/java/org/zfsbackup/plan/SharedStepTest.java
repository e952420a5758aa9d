package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.snapshot;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;

/** What several targets lack, each stream once. */
class SharedStepTest {
    private final List<Snapshot> here =
            Stream.of(1, 2, 3, 4).map(number -> snapshot(number)).toList();
    private final Map<String, List<SendStep>> steps = new LinkedHashMap<>();

    private void target(String name, boolean iterate, BackupEntry... there) {
        BackupChoice choice = new BackupChoice(Source.parse("tank/home"), false, iterate, false);
        BackupPlan plan = BackupPlanner.plan(
                choice,
                SnapshotTree.alone(here),
                new Chains(List.of(there)),
                () -> new SendFeatures(Set.of()),
                BaseCheck.NONE);
        steps.put(name, ((BackupPlan.Send) plan).steps());
    }

    private List<String> rounds() {
        return SharedStep.merged(steps, here).stream()
                .map(round -> round.step() + " " + round.targets())
                .toList();
    }

    @Test
    void thoseThatLackTheSameGetEachStreamTogether() {
        target("a", true, full(1), on(1, 2));
        target("b", true, full(1), on(1, 2));
        assertThat(rounds())
                .containsExactly(
                        "tank/home@s3, incremental from @s2 [a, b]", "tank/home@s4, incremental from @s3 [a, b]");
    }

    @Test
    void oneThatLagsGetsItsOwnFirstAndThenJoins() {
        target("a", true, full(1), on(1, 2), on(2, 3));
        target("b", true, full(1));
        target("c", true);
        assertThat(rounds())
                .containsExactly(
                        "tank/home@s1, full [c]",
                        "tank/home@s2, incremental from @s1 [b, c]",
                        "tank/home@s3, incremental from @s2 [b, c]",
                        "tank/home@s4, incremental from @s3 [a, b, c]");
    }

    @Test
    void theSameSnapshotOnAnotherBaseIsAnotherStream() {
        target("a", false, full(1));
        target("b", false, full(1), on(1, 3));
        assertThat(rounds())
                .containsExactlyInAnyOrder(
                        "tank/home@s4, incremental from @s1 [a]", "tank/home@s4, incremental from @s3 [b]");
    }

    @Test
    void nothingLackedIsNoRound() {
        assertThat(rounds()).isEmpty();
    }
}
