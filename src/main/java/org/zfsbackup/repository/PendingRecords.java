package org.zfsbackup.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.RecordJson;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.zfs.Guid;

/**
 * The records of running and interrupted backups: {@code pending/ID.json}, in the form of a record, with the chunks that
 * are stored so far and without the digest of the stream. Only the holder of the lock may change them.
 */
public final class PendingRecords {
    private static final Logger LOG = LoggerFactory.getLogger(PendingRecords.class);

    private final Repository target;

    /** Creates access to the pending records of a repository. */
    public PendingRecords(Repository target) {
        this.target = target;
    }

    /**
     * Writes the record of a running backup, in the place of an earlier one.
     *
     * @return its size in bytes
     */
    public int write(BackupRecord record) throws IOException {
        byte[] json = RecordJson.write(record);
        target.write(target.pending(record.entry().id().orElseThrow()), json);
        return json.length;
    }

    /** Removes the record of a backup that is no longer pending. Does nothing if there is none. */
    public void delete(String id) throws IOException {
        target.store().delete(target.pending(id));
    }

    /** Returns the record of a pending backup, or nothing if there is none that can be used. */
    public Optional<BackupRecord> read(String id) throws IOException {
        Optional<byte[]> json = target.read(target.pending(id));
        try {
            return json.isPresent() ? Optional.of(RecordJson.readPending(json.get())) : Optional.empty();
        } catch (DamagedMapException e) {
            LOG.debug("{} cannot be used: {}", target.pending(id), e.getMessage());
            return Optional.empty();
        }
    }

    /**
     * Returns the backups that a run can continue: some of their chunks are stored, and the repository has no later backup
     * of the same dataset, which would have passed over their snapshot, or of the same snapshot under another name.
     *
     * @param listed the content of the folder {@code pending}, as it was just listed
     * @param map the present backups
     */
    List<BackupRecord> continuable(List<StoredObject> listed, BackupMap map) throws IOException {
        List<BackupRecord> found = new ArrayList<>();
        for (StoredObject object : listed) {
            Optional<String> id = RecordFiles.id(object.nameIn(target.pending()));
            Optional<BackupRecord> record = id.isPresent() ? read(id.get()) : Optional.empty();
            record.filter(pending -> pending.entry().id().equals(id))
                    .filter(pending -> !pending.entry().content().chunks().isEmpty())
                    .filter(pending -> !isPassedOver(pending, map))
                    .ifPresent(found::add);
        }
        return found;
    }

    private static boolean isPassedOver(BackupRecord pending, BackupMap map) {
        String id = pending.entry().id().orElseThrow();
        Optional<Guid> snapshot = pending.entry().snapshot().guid();
        return map.datasets().entrySet().stream()
                .flatMap(dataset -> dataset.getValue().entries().stream()
                        .filter(entry -> dataset.getKey().equals(pending.dataset())
                                || entry.snapshot().guid().equals(snapshot)))
                .flatMap(entry -> entry.id().stream())
                .anyMatch(later -> later.compareTo(id) >= 0);
    }
}
