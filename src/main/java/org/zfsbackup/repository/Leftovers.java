package org.zfsbackup.repository;

import java.io.IOException;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnfinishedUpload;
import org.zfsbackup.store.directory.DirectoryStore;

/** Removes what an interrupted run has left behind. Only the holder of the lock may use this class. */
public final class Leftovers {
    /** The names of the records of running backups, directly in their folder. */
    private static final Pattern PENDING_RECORD = Pattern.compile("(" + BackupMap.ID + ")\\.json");

    private static final Pattern UNFINISHED_RECORD =
            Pattern.compile(Pattern.quote(DirectoryStore.UNFINISHED) + BackupMap.ID + "\\.json[^/]*");
    private static final Pattern CHUNK = Pattern.compile(
            "(?:" + Pattern.quote(DirectoryStore.UNFINISHED) + ")?(" + BackupMap.ID + ")\\.[0-9]{6,}(?:-[^/]*)?");
    private static final Logger LOG = LoggerFactory.getLogger(Leftovers.class);

    private Leftovers() {}

    /** Removes what killed runs have left. Backups that have their records are kept. */
    public static void clean(Repository target, BackupMap map) throws IOException {
        try {
            abortUploads(target);
        } catch (IOException e) {
            LOG.warn("Could not look for interrupted uploads: {}", e.getMessage());
        }
        removeUncommitted(target, map);
    }

    /** Like {@link #clean}, but does not look for interrupted uploads. */
    public static void removeUncommitted(Repository target, BackupMap map) throws IOException {
        List<StoredObject> pending = target.store().list(target.pending());
        new Deletions(target).finish(map, pending);
        for (StoredObject object : pending) {
            String file = object.nameIn(target.pending());
            Matcher pendingRecord = PENDING_RECORD.matcher(file);
            if (UNFINISHED_RECORD.matcher(file).matches()) {
                target.store().delete(object.name());
            } else if (pendingRecord.matches() && !Deletions.isDeletionRecord(file)) {
                LOG.info("An earlier run did not finish its backup {}: removing what it left", pendingRecord.group(1));
                remove(target, map, pendingRecord.group(1));
            }
        }
    }

    /**
     * Aborts interrupted uploads of chunks; while the lock is held, none can be running. Returns how many there were.
     */
    public static int abortUploads(Repository target) throws IOException {
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
     * @param map the present backups, whose chunks are kept in any case
     * @param id the ID of the backup
     */
    public static void remove(Repository target, BackupMap map, String id) throws IOException {
        if (!new RecordFiles(target).exists(id)) {
            Set<String> needed = map.chunkPaths();
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
        target.store().delete(target.pending(id));
    }

    private static boolean isOf(String id, String file) {
        Matcher chunk = CHUNK.matcher(file);
        return chunk.matches() && chunk.group(1).equals(id);
    }
}
