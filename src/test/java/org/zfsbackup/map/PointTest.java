package org.zfsbackup.map;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class PointTest {
    @Test
    void withAGuidTheGuidAloneDecides() {
        Point point = Entries.point(1);

        assertThat(point.is(
                        Entries.snapshot("renamed", 1001, 99), Entries.full(1).created()))
                .isTrue();
        assertThat(point.is(Entries.snapshot("s1", 5, 1), Entries.full(1).created()))
                .isFalse();
    }

    @Test
    void withoutAGuidNameAndSecondDecide() {
        BackupEntry entry = Entries.originalFull(1);

        assertThat(entry.isOf(Entries.snapshot("s1", 5, 1))).isTrue();
        assertThat(entry.isOf(Entries.snapshot("s1", 5, 2))).isFalse();
        assertThat(entry.isOf(Entries.snapshot("s2", 5, 1))).isFalse();
    }
}
