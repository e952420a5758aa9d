package org.zfsbackup.plan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.entry;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.named;
import static org.zfsbackup.fixture.BackupEntries.on;
import static org.zfsbackup.fixture.BackupEntries.originalFull;
import static org.zfsbackup.fixture.BackupEntries.originalOn;
import static org.zfsbackup.fixture.BackupEntries.point;
import static org.zfsbackup.fixture.BackupEntries.snapshot;
import static org.zfsbackup.fixture.BackupEntries.withId;

import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotRef;

class ChainsTest {
    @Test
    void aChainBeginsWithItsFullBackup() {
        Chains chains = new Chains(List.of(full(1), on(1, 2), on(2, 3)));

        assertThat(chains.chainOf(on(2, 3))).contains(List.of(full(1), on(1, 2), on(2, 3)));
        assertThat(chains.chainOf(full(1))).contains(List.of(full(1)));
    }

    @Test
    void listOrderIsNotChainOrder() {
        Chains chains = new Chains(List.of(on(2, 3), on(1, 2), full(1)));

        assertThat(chains.chainOf(on(2, 3))).contains(List.of(full(1), on(1, 2), on(2, 3)));
        assertThat(new Chains(List.of(originalOn(1, 2), originalFull(1))).chainOf(originalOn(1, 2)))
                .contains(List.of(originalFull(1), originalOn(1, 2)));
    }

    @Test
    void aChainWithAGapIsNone() {
        Chains chains = new Chains(List.of(full(1), on(2, 3), on(3, 4)));

        assertThat(chains.chainOf(on(2, 3))).isEmpty();
        assertThat(chains.chainOf(on(3, 4))).isEmpty();
        assertThat(chains.isWhole(on(3, 4))).isFalse();
        assertThat(chains.isWhole(full(1))).isTrue();
    }

    @Test
    void anEntryThatIsNotInTheMapHasNoChainAndNoChildren() {
        Chains chains = new Chains(List.of(on(7, 8)));

        assertThat(chains.chainOf(full(1))).isEmpty();
        assertThat(chains.childrenOf(full(1))).isEmpty();
    }

    @Test
    void cyclesEndAndAreNoChains() {
        Chains two = new Chains(List.of(on(2, 1), on(1, 2), on(2, 3)));
        Chains one = new Chains(List.of(on(1, 1)));

        assertThat(two.chainOf(on(2, 3))).isEmpty();
        assertThat(two.chainOf(on(2, 1))).isEmpty();
        assertThat(one.chainOf(on(1, 1))).isEmpty();
    }

    @Test
    void ofSeveralBackupsOfOneSnapshotTheNearestBeforeCounts() {
        BackupEntry again = withId(full(1), "again");
        Chains chains = new Chains(List.of(full(1), on(1, 2), again, on(1, 3)));

        assertThat(chains.chainOf(on(1, 2))).contains(List.of(full(1), on(1, 2)));
        assertThat(chains.chainOf(on(1, 3))).contains(List.of(again, on(1, 3)));
        assertThat(chains.childrenOf(full(1))).containsExactly(on(1, 2));
        assertThat(chains.childrenOf(again)).containsExactly(on(1, 3));
    }

    @Test
    void theSameNameWithAnotherGuidIsNoParent() {
        BackupEntry other = entry(Optional.of("x"), SnapshotRef.of(snapshot("s1", 5, 1)), Optional.empty(), 1);

        assertThat(new Chains(List.of(other, on(1, 2))).chainOf(on(1, 2))).isEmpty();
    }

    @Test
    void ourIncrementalBuildsOnTheOriginalsBackupByName() {
        Chains chains = new Chains(List.of(originalFull(1), on(1, 2), on(2, 3)));

        assertThat(chains.chainOf(on(2, 3))).contains(List.of(originalFull(1), on(1, 2), on(2, 3)));
    }

    @Test
    void aParentWithoutAGuidIsFoundByItsName() {
        BackupEntry child = entry(Optional.of("c"), point(2), Optional.of(named("s1")), 2);

        assertThat(new Chains(List.of(full(1), child)).chainOf(child)).contains(List.of(full(1), child));
    }

    @Test
    void anEntryThatStandsInTheMapTwiceKeepsItsChildren() {
        Chains chains = new Chains(List.of(originalFull(1), originalOn(1, 2), originalFull(1)));

        assertThat(chains.childrenOf(originalFull(1))).containsExactly(originalOn(1, 2));
    }
}
