package org.zfsbackup.repository;

import java.io.IOException;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.RecordJson;

/** The records of single backups at a target. */
public final class RecordFiles {
    private final Repository target;

    public RecordFiles(Repository target) {
        this.target = target;
    }

    public void write(BackupRecord record) throws IOException {
        String id = record.entry().id().orElseThrow();
        target.write(target.backup(id), RecordJson.write(record));
    }

    /**
     * The record of a backup; nothing if there is none, or the original wrote the backup, which has no records.
     *
     * @throws DamagedMapException if it is there and cannot be used
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
