package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.time.Instant;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.OriginalRecord;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupDetails;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.zfs.DatasetName;

class RebuildMapTest {
    private final Path directory;
    private final Shelf shelf;
    private final Repository target;

    RebuildMapTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    private static BackupEntry createdAt(BackupEntry entry, long second) {
        BackupDetails details = entry.details();
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                entry.content(),
                new BackupDetails(
                        Instant.ofEpochSecond(second), details.recursive(), details.sizeEstimate(), details.unknown()));
    }

    @Test
    void aLostMapIsMadeFromTheRecords() throws IOException {
        shelf.backup(1, 0);
        shelf.backup(2, 1);
        shelf.backup(3, 2);
        target.store().delete(target.map());

        assertThat(new RebuildMap(target).rebuild().map()).isEqualTo(shelf.map());
        assertThat(new BackupIndex(target).load()).isEqualTo(shelf.map());
        assertThat(shelf.names()).contains(target.recipe()).doesNotContain(target.lock());
    }

    @Test
    void aDamagedMapIsKeptBesideTheNewOne() throws IOException {
        shelf.backup(1, 0);
        shelf.put(target.map(), new byte[] {'{'});

        new RebuildMap(target).rebuild();

        assertThat(new BackupIndex(target).load()).isEqualTo(shelf.map());
        assertThat(shelf.get(target.map() + ".damaged")).containsExactly('{');
    }

    @Test
    void aReadableMapIsNeverReplaced() throws IOException {
        shelf.backup(1, 0);

        assertThatIOException()
                .isThrownBy(() -> new RebuildMap(target).rebuild())
                .withMessageContaining("there is nothing to rebuild");
    }

    @Test
    void withoutRecordsThereIsNothingToMakeAMapFrom() {
        assertThatIOException()
                .isThrownBy(() -> new RebuildMap(target).rebuild())
                .withMessageContaining("there are no records of backups");
    }

    @Test
    void theRecordOfADeletionThatWasBrokenOffIsLeftOut() throws IOException {
        BackupEntry kept = shelf.backup(1, 0);
        BackupEntry gone = shelf.backup(2, 1);
        for (String path : gone.content().paths()) {
            target.store().delete(path);
        }
        target.store().delete(target.map());

        assertThat(new RebuildMap(target).rebuild().map().of(BackupEntries.HOME))
                .containsExactly(kept);
    }

    @Test
    void snapshotsOfOneSecondComeInTheOrderOfTheirChain() throws IOException {
        // Ids that sort against the chain, as random ones of one second may.
        BackupEntry full = createdAt(shelf.chunks(9, 0), 5);
        BackupEntry second = createdAt(shelf.chunks(8, 9), 5);
        BackupEntry third = createdAt(shelf.chunks(7, 8), 5);
        for (BackupEntry entry : List.of(full, second, third)) {
            shelf.record(entry);
        }

        assertThat(new RebuildMap(target).rebuild().map().of(BackupEntries.HOME))
                .containsExactly(full, second, third);
    }

    @Test
    void aDamagedRecordIsNamed() throws IOException {
        shelf.backup(1, 0);
        shelf.put(target.backup("id2"), new byte[0]);
        target.store().delete(target.map());

        RebuildReport report = new RebuildMap(target).rebuild();

        assertThat(report.leftOut()).hasSize(1).first().asString().contains("host1/backups/id2.json");
        assertThat(report.map()).isEqualTo(shelf.map());
    }

    @Test
    void theOriginalsEntriesComeFromTheirOneRecord() throws IOException {
        OriginalMini.copyTo(directory);
        BackupMap original = new BackupIndex(target).load();
        OriginalRecord.keep(target, original);
        target.store().delete(target.map());

        BackupMap rebuilt = new RebuildMap(target).rebuild().map();

        assertThat(rebuilt).isEqualTo(original);
        assertThat(rebuilt.of(new DatasetName(OriginalMini.DATASET))).hasSize(4);
    }

    @Test
    void unknownKeysOfADatasetAreKept() throws IOException {
        String json = "{\"tank/home\": {\"snapshots\": [{\"Name\": \"s1\", \"CreationTime\": 1, \"incremental\": false,"
                + " \"chunks\": [\"host1/chunks/a\"]}], \"owner\": \"x\"}}";
        shelf.put("host1/chunks/a", new byte[5]);
        BackupMap original = MapJson.read(json.getBytes(StandardCharsets.UTF_8));
        OriginalRecord.keep(target, original);

        assertThat(new RebuildMap(target).rebuild().map()).isEqualTo(original);
    }
}
