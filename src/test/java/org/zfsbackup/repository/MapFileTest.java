package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.store.directory.DirectoryStore;

class MapFileTest {
    private final Path directory;
    private final Shelf shelf;
    private final Repository target;
    private final MapFile maps;

    MapFileTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
        this.maps = new MapFile(target);
    }

    private void refusedAsLost() {
        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(maps::load)
                .withMessageContaining("host1/map.json is missing at file:" + directory)
                .withMessageContaining("it was lost. Nothing was changed")
                .withMessageContaining("`rebuild`");
    }

    @Test
    void whereNothingWasEverBackedUpTheMapIsEmpty() throws IOException {
        assertThat(maps.load()).isEqualTo(BackupMap.EMPTY);
        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void aSavedMapIsLoadedAgainAndTheOneBeforeIsKept() throws IOException {
        shelf.backup(1, 0);
        byte[] before = shelf.get(target.map());
        shelf.backup(2, 1);

        assertThat(maps.load()).isEqualTo(shelf.map());
        assertThat(shelf.get(target.previousMap())).isEqualTo(before);
    }

    @Test
    void aMapThatIsMissingBesideRecordsIsLost() throws IOException {
        shelf.record(shelf.chunks(1, 0));

        refusedAsLost();
    }

    @Test
    void aMapThatIsMissingBesideItsPredecessorIsLost() throws IOException {
        shelf.put(target.previousMap(), MapJson.write(BackupMap.EMPTY));

        refusedAsLost();
    }

    @Test
    void aRunThatWasKilledBeforeTheFirstMapLostNothing() throws IOException {
        shelf.record(shelf.chunks(1, 0));
        shelf.mark("id1");

        assertThat(maps.load()).isEqualTo(BackupMap.EMPTY);
    }

    @Test
    void aRunThatWasKilledWhileItWroteTheFirstRecordLostNothing() throws IOException {
        shelf.chunks(1, 0);
        shelf.mark("id1");
        shelf.put(target.backups() + "/" + DirectoryStore.UNFINISHED + "id1.json-xyz", new byte[3]);

        assertThat(maps.load()).isEqualTo(BackupMap.EMPTY);
    }

    @Test
    void aDamagedMapIsRefusedAndStaysAsItIs() throws IOException {
        shelf.backup(1, 0);
        byte[] half = Arrays.copyOf(shelf.get(target.map()), 100);
        shelf.put(target.map(), half);

        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(maps::load)
                .withMessageContaining("the map host1/map.json at file:" + directory + " cannot be used")
                .withMessageContaining("host1/map.json.old");
        assertThatExceptionOfType(DamagedMapException.class).isThrownBy(() -> maps.save(shelf.map(), BackupMap.EMPTY));
        assertThat(shelf.get(target.map())).isEqualTo(half);
    }

    @Test
    void aMapThatSomebodyElseChangedIsNotOverwritten() throws IOException {
        shelf.backup(1, 0);
        BackupMap mine = maps.load();
        shelf.backup(2, 1);

        assertThatIOException()
                .isThrownBy(() -> maps.save(mine, mine.with(BackupEntries.HOME, BackupEntries.full(9))))
                .withMessageContaining("was changed by another process meanwhile");
        assertThat(maps.load()).isEqualTo(shelf.map());
    }

    @Test
    void aMapThatAppearedMeanwhileIsNotOverwritten() throws IOException {
        BackupMap mine = maps.load();
        shelf.backup(1, 0);

        assertThatIOException()
                .isThrownBy(() -> maps.save(mine, BackupMap.EMPTY.with(BackupEntries.HOME, BackupEntries.full(9))));
    }

    @Test
    void aMapThatVanishedMeanwhileIsNotWrittenAnew() throws IOException {
        BackupMap original = BackupMap.EMPTY.with(BackupEntries.HOME, BackupEntries.originalFull(1));
        maps.save(BackupMap.EMPTY, original);
        target.store().delete(target.map());

        assertThatIOException()
                .isThrownBy(() -> maps.save(original, original.with(BackupEntries.HOME, BackupEntries.full(2))));
        assertThat(target.read(target.map())).isEmpty();
    }

    @Test
    void aMapThatSomebodyOnlyIndentedOtherwiseIsTheSame() throws IOException {
        shelf.backup(1, 0);
        BackupMap mine = maps.load();
        String text = new String(shelf.get(target.map()), StandardCharsets.UTF_8);
        shelf.put(target.map(), text.replaceAll("\\n *", " ").getBytes(StandardCharsets.UTF_8));

        maps.save(mine, BackupMap.EMPTY);

        assertThat(maps.load()).isEqualTo(BackupMap.EMPTY);
    }

    @Test
    void aTargetThatIsNotThereIsSaid() {
        Repository gone = new Repository(new DirectoryStore(directory.resolve("gone")), "host1");

        assertThatIOException()
                .isThrownBy(() -> new MapFile(gone).load())
                .withMessageContaining("there is no directory");
    }
}
