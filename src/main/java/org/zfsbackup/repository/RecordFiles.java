package org.zfsbackup.repository;

import java.io.IOException;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.RecordJson;

/** The records of single backups in a repository. */
public final class RecordFiles {
    private final Repository target;

    /** Creates access to the records of a repository. */
    public RecordFiles(Repository target) {
        this.target = target;
    }

    /** Writes the record of a backup, which commits the backup. */
    public void write(BackupRecord record) throws IOException {
        String id = record.entry().id().orElseThrow();
        target.write(target.backup(id), RecordJson.write(record));
    }

    /**
     * Returns the record of a backup, or nothing if there is none: the original program wrote no records.
     *
     * @throws DamagedMapException if the record exists but cannot be used
     */
    public Optional<BackupRecord> read(BackupEntry entry) throws IOException {
        Optional<byte[]> bytes =
                entry.id().isPresent() ? target.read(target.backup(entry.id().get())) : Optional.empty();
        return bytes.isPresent() ? Optional.of(parse(target.backup(entry.id().get()), bytes.get())) : Optional.empty();
    }

    private BackupRecord parse(String name, byte[] bytes) throws DamagedMapException {
        try {
            return RecordJson.read(bytes);
        } catch (DamagedMapException e) {
            throw new DamagedMapException(
                    "the record " + name + " at " + target.store().uri() + " cannot be used: " + e.getMessage());
        }
    }
}
