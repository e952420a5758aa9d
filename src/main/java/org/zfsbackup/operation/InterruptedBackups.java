package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.StoredChunks;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.Base;

/** The backups that interrupted runs have left at a repository and that this run can continue. For one thread at a time. */
final class InterruptedBackups {
    private final Repository target;
    private final List<BackupRecord> records;

    InterruptedBackups(Repository target, List<BackupRecord> records) {
        this.target = target;
        this.records = new ArrayList<>(records);
    }

    Set<String> ids() {
        return records.stream().flatMap(record -> record.entry().id().stream()).collect(Collectors.toSet());
    }

    /** Returns those of this stream, the latest first. Each is returned once. */
    List<BackupRecord> take(SendStep step) {
        List<BackupRecord> found = records.stream()
                .filter(record -> isOf(record, step))
                .sorted(Comparator.comparing(
                                (BackupRecord record) -> record.entry().id().orElseThrow())
                        .reversed())
                .toList();
        records.removeAll(found);
        return found;
    }

    private static boolean isOf(BackupRecord record, SendStep step) {
        BackupEntry entry = record.entry();
        return record.dataset().equals(step.dataset())
                && entry.snapshot().guid().equals(Optional.of(step.snapshot().guid()))
                && entry.parent().flatMap(SnapshotRef::guid).equals(step.base().map(Base::guid))
                && entry.details().newClone() == step.isNewClone()
                && entry.details().recursive() == step.recursive()
                && entry.details().format().equals(Optional.of(step.format()));
    }

    /** Returns the content of a backup, with its chunks from the first on, as far as they are stored with their sizes. */
    BackupContent stored(BackupRecord record) throws IOException {
        BackupContent content = record.entry().content();
        StoredChunks stored = new StoredChunks(target);
        List<Chunk> found = new ArrayList<>();
        for (Chunk chunk : content.chunks()) {
            if (stored.problem(chunk).isPresent()) {
                break;
            }
            found.add(chunk);
        }
        return new BackupContent(found, content.pipes(), content.chunkPipes(), content.plain());
    }

    /**
     * Removes what is left of backups that were taken.
     *
     * @param kept the names of the chunks that have found another backup
     */
    void remove(List<BackupRecord> taken, List<String> kept, BackupMap present) throws IOException {
        if (taken.isEmpty()) {
            return;
        }
        Set<String> needed = new HashSet<>(present.chunkPaths());
        needed.addAll(kept);
        records.forEach(record -> needed.addAll(record.entry().content().paths()));
        for (BackupRecord record : taken) {
            new Leftovers(target).remove(record.entry().id().orElseThrow(), needed);
        }
    }
}
