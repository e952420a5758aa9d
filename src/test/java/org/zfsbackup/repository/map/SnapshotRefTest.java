package org.zfsbackup.repository.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.BackupEntries;

class SnapshotRefTest {
    @Test
    void withAGuidTheGuidAloneDecides() {
        SnapshotRef point = BackupEntries.point(1);

        assertThat(point.is(
                        BackupEntries.snapshot("renamed", 1001, 99),
                        BackupEntries.full(1).created()))
                .isTrue();
        assertThat(point.is(
                        BackupEntries.snapshot("s1", 5, 1),
                        BackupEntries.full(1).created()))
                .isFalse();
    }

    @Test
    void withoutAGuidNameAndSecondDecide() {
        BackupEntry entry = BackupEntries.originalFull(1);

        assertThat(entry.isOf(BackupEntries.snapshot("s1", 5, 1))).isTrue();
        assertThat(entry.isOf(BackupEntries.snapshot("s1", 5, 2))).isFalse();
        assertThat(entry.isOf(BackupEntries.snapshot("s2", 5, 1))).isFalse();
    }
}
