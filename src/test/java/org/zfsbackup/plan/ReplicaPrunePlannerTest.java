package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.snapshot;

import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;

class ReplicaPrunePlannerTest {
    private static final KeepRules LAST_TWO = KeepRules.NONE.withLast(2);

    private static DatasetState state(Set<String> held, Base... history) {
        return new DatasetState(HOME, new Guid(7), false, false, List.of(history), List.of(), held, Optional.empty());
    }

    private static DatasetState cloneOf(SnapshotName origin) {
        return new DatasetState(
                new DatasetName("tank/clone"),
                new Guid(8),
                false,
                false,
                List.of(),
                List.of(),
                Set.of(),
                Optional.empty(),
                Optional.of(origin),
                false);
    }

    private static final DatasetState FIVE =
            state(Set.of(), snapshot(1), snapshot(2), snapshot(3), snapshot(4), snapshot(5));

    private static List<String> destroyed(List<ReplicaPrunePlan.Decision> decisions) {
        return new ReplicaPrunePlan(decisions)
                .destroyed().stream().map(Snapshot::shortName).toList();
    }

    @Test
    void whatNoRuleKeeps_goes() {
        assertThat(destroyed(new ReplicaPrunePlanner(LAST_TWO).decide(FIVE, Optional.of(FIVE), List.of(FIVE))))
                .containsExactly("s3", "s2", "s1");
    }

    @Test
    void newestSnapshotTheSourceKnows_stays() {
        DatasetState source = state(Set.of(), snapshot(1), snapshot(2));
        List<ReplicaPrunePlan.Decision> decisions =
                new ReplicaPrunePlanner(LAST_TWO).decide(FIVE, Optional.of(source), List.of(FIVE));
        assertThat(destroyed(decisions)).containsExactly("s3", "s1");
        assertThat(decisions.get(3).reasons()).containsExactly("the next replication builds on it");
    }

    /** Hours, and not the number of snapshots, decide here; the five are seconds apart. */
    @Test
    void newestSnapshot_staysWithoutASource() {
        List<ReplicaPrunePlan.Decision> decisions =
                new ReplicaPrunePlanner(KeepRules.NONE.withHourly(1)).decide(FIVE, Optional.empty(), List.of(FIVE));
        assertThat(destroyed(decisions)).containsExactly("s4", "s3", "s2", "s1");
        assertThat(decisions.get(0).reasons()).contains("the next replication builds on it");
    }

    @Test
    void heldSnapshotAndOrigin_stay() {
        DatasetState held = state(Set.of("s2"), snapshot(1), snapshot(2), snapshot(3), snapshot(4), snapshot(5));
        DatasetState clone = cloneOf(snapshot(1).name());
        List<ReplicaPrunePlan.Decision> decisions =
                new ReplicaPrunePlanner(LAST_TWO).decide(held, Optional.empty(), List.of(held, clone));
        assertThat(destroyed(decisions)).containsExactly("s3");
        assertThat(decisions.get(3).reasons()).containsExactly("held");
        assertThat(decisions.get(4).reasons()).containsExactly("origin of tank/clone");
    }

    @Test
    void noRule_isRefused() {
        assertThatThrownBy(() -> new ReplicaPrunePlanner(KeepRules.NONE))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("name what to keep");
    }
}
