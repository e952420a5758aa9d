package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupMap;

class BackupIdsTest {
    private static final Clock CLOCK = Clock.fixed(Instant.parse("2026-11-30T12:00:00.9Z"), ZoneOffset.UTC);

    @Test
    void id_beginsWithTheTime() {
        String id = new BackupIds(CLOCK, List.of()).next();

        assertThat(id).matches("20261130T120000Z-0000[0-9a-f]{12}").matches(BackupMap.ID);
    }

    @Test
    void manyWithinASecond_areInOrderAndDiffer() {
        BackupIds ids = new BackupIds(CLOCK, List.of());
        List<String> made = new ArrayList<>();
        for (int i = 0; i < 70_000; i++) {
            made.add(ids.next());
        }

        assertThat(made).isSorted().doesNotHaveDuplicates();
        assertThat(made.get(made.size() - 1)).startsWith("20261130T120001Z-");
    }

    @Test
    void clockBehindTheRepository_stillGivesNewerOnes() {
        List<String> known = List.of("20261201T000000Z-0123456789abcdef", "id1", "original", "20261201T000000Z");

        String id = new BackupIds(CLOCK, known).next();

        assertThat(id).startsWith("20261201T000001Z-0000");
    }
}
