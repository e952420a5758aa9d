package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.zfsbackup.fixture.BackupEntries.HOME;
import static org.zfsbackup.fixture.BackupEntries.full;
import static org.zfsbackup.fixture.BackupEntries.on;

import java.io.IOException;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;

class KeyChangesTest {
    private static final DatasetName ROOT = new DatasetName("tank");
    private static final String OF_ROOT = "tank";
    private static final String OWN = "tank/home";

    private final Map<BackupEntry, BackupRecord> records = new HashMap<>();
    private BackupMap map = BackupMap.EMPTY;

    private static BackupRecord record(DatasetName dataset, BackupEntry entry, String root, String salt) {
        Map<String, String> properties = root.isEmpty() ? Map.of() : Map.of("encryptionroot", root, "pbkdf2salt", salt);
        return new BackupRecord(
                dataset,
                entry,
                List.of(new RecordedDataset(
                        "", new Guid(1), Optional.empty(), Optional.empty(), Optional.of(properties))));
    }

    private void stored(DatasetName dataset, BackupEntry entry, String root, String salt) {
        records.put(entry, record(dataset, entry, root, salt));
        map = map.with(dataset, entry);
    }

    /** The sentences about a backup of the child on its first one. */
    private List<String> of(String root, String salt) throws IOException {
        return new KeyChanges(map, entry -> Optional.ofNullable(records.get(entry)))
                .of(record(HOME, on(1, 2), root, salt), Optional.of(full(1)));
    }

    @Test
    void sameKey_isSilent() throws IOException {
        stored(ROOT, full(7), OF_ROOT, "1");
        stored(HOME, full(1), OF_ROOT, "1");
        assertThat(of(OF_ROOT, "1")).isEmpty();
    }

    @Test
    void childThatBecameARoot_isSaid() throws IOException {
        stored(HOME, full(1), OF_ROOT, "1");
        assertThat(of(OWN, "2"))
                .singleElement()
                .asString()
                .contains("The encryption root of tank/home is tank/home now, and was tank at its last backup")
                .contains("backups up to @s1");
    }

    @Test
    void rootThatBecameAChild_isSaid() throws IOException {
        stored(ROOT, full(7), OF_ROOT, "1");
        stored(HOME, full(1), OWN, "2");
        assertThat(of(OF_ROOT, "1")).singleElement().asString().contains("is tank now, and was tank/home");
    }

    @Test
    void newPassphraseOfARoot_isSaid() throws IOException {
        stored(HOME, full(1), OWN, "1");
        assertThat(of(OWN, "2")).singleElement().asString().startsWith("The key of tank/home was changed");
    }

    @Test
    void childWithANewerKeyThanItsRoot_namesTheRoot() throws IOException {
        stored(ROOT, full(7), OF_ROOT, "1");
        stored(HOME, full(1), OF_ROOT, "1");
        assertThat(of(OF_ROOT, "2"))
                .singleElement()
                .asString()
                .contains("The key of the encryption root tank was changed after its newest backup (@s7)");
    }

    @Test
    void rootThatWasSentToo_isSilent() throws IOException {
        stored(ROOT, full(7), OF_ROOT, "1");
        stored(HOME, full(1), OF_ROOT, "1");
        stored(ROOT, on(7, 8), OF_ROOT, "2");
        assertThat(of(OF_ROOT, "2")).isEmpty();
    }

    @Test
    void recordWithoutKeys_isSilent() throws IOException {
        stored(HOME, full(1), "", "");
        assertThat(of(OWN, "2")).isEmpty();
    }
}
