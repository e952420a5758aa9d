package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.store.directory.DirectoryStore;

class LeftoversTest {
    private final Shelf shelf;
    private final Repository target;

    LeftoversTest(@TempDir Path directory) {
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    @Test
    void aCrashBeforeTheRecordLeavesNothingAfterTheNextRun() throws IOException {
        shelf.mark("id1");
        shelf.chunks(1, 0);
        shelf.put(target.chunks() + "/" + DirectoryStore.UNFINISHED + "id1.000004-x", new byte[5]);
        shelf.put(target.backups() + "/" + DirectoryStore.UNFINISHED + "id1.json-x", new byte[5]);
        shelf.put(target.pending() + "/" + DirectoryStore.UNFINISHED + "id1.json-x", new byte[5]);

        new Leftovers(target).clean(BackupMap.EMPTY);

        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void aCrashAfterTheRecordLosesTheMarkAlone() throws IOException {
        shelf.record(shelf.chunks(1, 0));
        List<String> names = shelf.names();
        shelf.mark("id1");

        new Leftovers(target).clean(BackupMap.EMPTY);

        assertThat(shelf.names()).isEqualTo(names);
    }

    @Test
    void whatOtherBackupsNeedIsNeverRemoved() throws IOException {
        shelf.backup(1, 0);
        List<String> names = shelf.names();
        BackupEntry borrowing = BackupEntries.withChunks(
                BackupEntries.withId(BackupEntries.on(1, 2), "other"), target.chunk("killed", 1));
        shelf.put(target.chunk("killed", 1), new byte[5]);
        shelf.put(target.chunk("killed", 2), new byte[5]);
        shelf.mark("killed");

        new Leftovers(target).clean(shelf.map().with(BackupEntries.HOME, borrowing));

        assertThat(shelf.names())
                .containsAll(names)
                .contains(target.chunk("killed", 1))
                .hasSize(names.size() + 1);
    }

    @Test
    void anIdThatBeginsLikeAnotherIsAnother() throws IOException {
        shelf.mark("id1");
        shelf.chunks(1, 0);
        shelf.put(target.chunk("id10", 1), new byte[5]);

        new Leftovers(target).clean(BackupMap.EMPTY);

        assertThat(shelf.names()).containsExactly(target.chunk("id10", 1));
    }

    @Test
    void chunksWithoutAMarkAreNotTouched() throws IOException {
        shelf.chunks(1, 0);
        List<String> names = shelf.names();

        new Leftovers(target).clean(BackupMap.EMPTY);

        assertThat(shelf.names()).isEqualTo(names);
    }

    @Nested
    class BackupThatCanBeContinued {
        private BackupRecord pending(int number) throws IOException {
            BackupRecord record = new BackupRecord(BackupEntries.HOME, shelf.chunks(number, 0), List.of());
            new PendingRecords(target).write(record);
            return record;
        }

        @Test
        void isKeptWithoutUnfinishedChunks() throws IOException {
            BackupRecord record = pending(3);
            List<String> names = shelf.names();
            shelf.put(target.chunk("id3", 9), new byte[5]);
            shelf.put(target.chunks() + "/" + DirectoryStore.UNFINISHED + "id3.000010-x", new byte[5]);

            List<BackupRecord> kept = new Leftovers(target).clean(BackupMap.EMPTY);

            assertThat(kept).hasSize(1);
            assertThat(kept.get(0).entry().content().chunks())
                    .isEqualTo(record.entry().content().chunks());
            assertThat(shelf.names()).isEqualTo(names);
        }

        @Test
        void isRemovedIfALaterBackupHasPassedOverIt() throws IOException {
            pending(3);
            shelf.backup(4, 0);

            assertThat(new Leftovers(target).clean(shelf.map())).isEmpty();

            assertThat(shelf.names()).noneMatch(name -> name.contains("id3"));
        }

        @Test
        void isKeptAfterAnEarlierBackup() throws IOException {
            shelf.backup(2, 0);
            pending(3);

            assertThat(new Leftovers(target).clean(shelf.map())).hasSize(1);
        }

        /** A run that was killed before it removed the record of the one that it continued. */
        @Test
        void sharesItsChunksWithTheOneThatContinuesIt() throws IOException {
            BackupRecord first = pending(3);
            BackupEntry next = BackupEntries.withId(first.entry(), "id5");
            new PendingRecords(target).write(new BackupRecord(BackupEntries.HOME, next, List.of()));
            List<String> chunks = first.entry().content().paths();

            assertThat(new Leftovers(target).clean(BackupMap.EMPTY)).hasSize(2);
            shelf.record(next);
            new Leftovers(target).clean(BackupMap.EMPTY.with(BackupEntries.HOME, next));

            assertThat(shelf.names()).containsAll(chunks).noneMatch(name -> name.startsWith(target.pending()));
        }

        @Test
        void isRemovedIfItIsDamaged() throws IOException {
            pending(3);
            String text = new String(shelf.get(target.pending("id3")), StandardCharsets.UTF_8);
            shelf.put(target.pending("id3"), text.replace("\"s3\"", "\"s4\"").getBytes(StandardCharsets.UTF_8));

            assertThat(new Leftovers(target).clean(BackupMap.EMPTY)).isEmpty();

            assertThat(shelf.names()).isEmpty();
        }

        @Test
        void removingAll_doesNotKeepIt() throws IOException {
            pending(3);

            new Leftovers(target).removeAll(BackupMap.EMPTY);

            assertThat(shelf.names()).isEmpty();
        }
    }
}
