package org.zfsbackup.repository;

import java.io.IOException;
import java.util.Collection;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnfinishedUpload;
import org.zfsbackup.store.directory.DirectoryStore;

/** Removes what an interrupted run has left behind. Only the holder of the lock may use this class. */
public final class Leftovers {
    private static final Pattern UNFINISHED_RECORD =
            Pattern.compile(Pattern.quote(DirectoryStore.UNFINISHED) + BackupMap.ID + "\\.json[^/]*");
    private static final Pattern CHUNK = Pattern.compile(
            "(?:" + Pattern.quote(DirectoryStore.UNFINISHED) + ")?(" + BackupMap.ID + ")\\.[0-9]{6,}(?:-[^/]*)?");
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private final Repository target;
    private final PendingRecords pending;

    /** Creates access to what runs have left in a repository. */
    public Leftovers(Repository target) {
        this.target = target;
        this.pending = new PendingRecords(target);
    }

    /**
     * Removes what interrupted runs have left, but keeps backups that a run can continue.
     *
     * @param map the present backups, whose chunks are kept in any case
     * @return the records of the backups that can be continued
     */
    public List<BackupRecord> clean(BackupMap map) throws IOException {
        try {
            abortUploads();
        } catch (IOException e) {
            LOG.warn("Could not look for interrupted uploads: {}", e.getMessage());
        }
        List<StoredObject> listed = target.store().list(target.pending());
        List<BackupRecord> kept = pending.continuable(listed, map);
        clean(map, listed, kept);
        return kept;
    }

    /** Removes everything that interrupted runs have left, except uploads. The present backups are kept. */
    public void removeAll(BackupMap map) throws IOException {
        clean(map, target.store().list(target.pending()), List.of());
    }

    private void clean(BackupMap map, List<StoredObject> listed, List<BackupRecord> kept) throws IOException {
        new Deletions(target).finish(map, listed);
        Set<String> needed = new HashSet<>(map.chunkPaths());
        Set<Optional<String>> keptIds = new HashSet<>();
        for (BackupRecord record : kept) {
            needed.addAll(record.entry().content().paths());
            keptIds.add(record.entry().id());
        }
        for (StoredObject object : listed) {
            String file = object.nameIn(target.pending());
            Optional<String> id = RecordFiles.id(file);
            if (UNFINISHED_RECORD.matcher(file).matches()) {
                target.store().delete(object.name());
            } else if (id.isPresent() && keptIds.contains(id)) {
                removeObjects(id.get(), needed);
            } else if (id.isPresent() && !Deletions.isDeletionRecord(file)) {
                LOG.info("An earlier run did not finish its backup {}: removing what it left", id.get());
                remove(id.get(), needed);
            }
        }
    }

    /**
     * Aborts interrupted uploads of chunks; while the lock is held, none can be running. Returns how many there were.
     */
    public int abortUploads() throws IOException {
        List<UnfinishedUpload> uploads = target.store().unfinished(target.chunks());
        for (UnfinishedUpload upload : uploads) {
            LOG.info("The upload of {} was interrupted: aborting it", upload.name());
            target.store().abort(upload);
        }
        return uploads.size();
    }

    /**
     * Removes the chunks of a backup that was not committed, and its pending record. If it has its record, it was
     * committed, and only the pending record is removed.
     *
     * @param id the ID of the backup
     * @param needed the names of chunks that are kept in any case
     */
    public void remove(String id, Collection<String> needed) throws IOException {
        if (!new RecordFiles(target).exists(id)) {
            Optional<BackupRecord> record = pending.read(id);
            if (record.isPresent()) {
                removeChunks(record.get().entry().content().paths(), needed);
            }
            removeObjects(id, needed);
        }
        pending.delete(id);
    }

    /**
     * Removes chunks that a pending record names.
     *
     * @param needed the names of chunks that are kept
     */
    public void removeChunks(Collection<String> chunks, Collection<String> needed) throws IOException {
        for (String chunk : chunks) {
            if (target.isDeletable(chunk) && !needed.contains(chunk)) {
                target.store().delete(chunk);
            }
        }
    }

    /**
     * Removes the chunks and unfinished files whose names begin with an ID.
     *
     * @param id the ID of a backup that was not committed
     * @param needed the names of chunks that are kept
     */
    public void removeObjects(String id, Collection<String> needed) throws IOException {
        for (StoredObject chunk : target.store().list(target.chunks())) {
            if (isOf(id, chunk.nameIn(target.chunks())) && !needed.contains(chunk.name())) {
                target.store().delete(chunk.name());
            }
        }
        for (StoredObject backup : target.store().list(target.backups())) {
            String file = backup.nameIn(target.backups());
            if (file.startsWith(DirectoryStore.UNFINISHED + id + ".json") && file.indexOf('/') < 0) {
                target.store().delete(backup.name());
            }
        }
    }

    private static boolean isOf(String id, String file) {
        Matcher chunk = CHUNK.matcher(file);
        return chunk.matches() && chunk.group(1).equals(id);
    }
}
