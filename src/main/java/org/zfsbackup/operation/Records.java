package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Optional;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupRecord;
import org.zfsbackup.map.DamagedMapException;
import org.zfsbackup.map.RecordJson;
import org.zfsbackup.target.BackupTarget;

/** The records of single backups at a target. */
final class Records {
    private final BackupTarget target;

    Records(BackupTarget target) {
        this.target = target;
    }

    void write(BackupRecord record) throws IOException {
        String id = record.entry().id().orElseThrow();
        target.write(target.backup(id), RecordJson.write(record));
    }

    /**
     * The record of a backup; nothing if there is none, or the original wrote the backup, which has no records.
     *
     * @throws DamagedMapException if it is there and cannot be used
     */
    Optional<BackupRecord> read(BackupEntry entry) throws IOException {
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
