package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
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

        Leftovers.clean(target, BackupMap.EMPTY);

        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void aCrashAfterTheRecordLosesTheMarkAlone() throws IOException {
        shelf.record(shelf.chunks(1, 0));
        List<String> names = shelf.names();
        shelf.mark("id1");

        Leftovers.clean(target, BackupMap.EMPTY);

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

        Leftovers.clean(target, shelf.map().with(BackupEntries.HOME, borrowing));

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

        Leftovers.clean(target, BackupMap.EMPTY);

        assertThat(shelf.names()).containsExactly(target.chunk("id10", 1));
    }

    @Test
    void chunksWithoutAMarkAreNotTouched() throws IOException {
        shelf.chunks(1, 0);
        List<String> names = shelf.names();

        Leftovers.clean(target, BackupMap.EMPTY);

        assertThat(shelf.names()).isEqualTo(names);
    }
}
