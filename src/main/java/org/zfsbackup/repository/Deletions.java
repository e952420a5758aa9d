package org.zfsbackup.repository;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.StoredObject;

/**
 * Deletions that were started: {@code pending/delete-ID.json} lists the backups and objects to delete. It exists from
 * before the first change until the last object is deleted. Only the holder of the lock may use this class.
 *
 * <p>A deletion takes effect when the first of its records is deleted, or for entries of the original program, which have
 * no records, when the map no longer has them. One that was interrupted before that is dropped; one that was interrupted
 * after it is finished later.
 */
public final class Deletions {
    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
    private static final String MARK = "delete-";
    private static final String ENDING = ".json";

    /**
     * One deletion.
     *
     * @param name the name of its file, below the store's root
     * @param ids the IDs of the backups
     * @param chunks the names of the objects, below the store's root
     */
    public record Deletion(String name, List<String> ids, List<String> chunks) {
        public Deletion {
            ids = List.copyOf(ids);
            chunks = List.copyOf(chunks);
        }
    }

    private final Repository target;

    /** Creates access to the deletions of a repository. */
    public Deletions(Repository target) {
        this.target = target;
    }

    /**
     * Records a deletion before anything is deleted.
     *
     * @param ids the IDs of the backups to delete
     * @param chunks the names of the objects to delete, below the store's root
     */
    public Deletion begin(List<String> ids, List<String> chunks) throws IOException {
        Deletion deletion = new Deletion(target.pending() + "/" + MARK + UUID.randomUUID() + ENDING, ids, chunks);
        ObjectNode document = SmallDocuments.empty();
        ids.forEach(document.putArray("backups")::add);
        chunks.forEach(document.putArray("chunks")::add);
        target.write(deletion.name(), SmallDocuments.write(document));
        return deletion;
    }

    /**
     * Deletes the records of the backups, after which they no longer exist.
     *
     * @throws IOException if a record could not be deleted; if one was, the next run goes on
     */
    public void takeEffect(Deletion deletion) throws IOException {
        for (String id : deletion.ids()) {
            target.store().delete(target.backup(id));
        }
    }

    /** Returns the deletions that are not finished. A file that cannot be read is logged and left in place. */
    public List<Deletion> unfinished() throws IOException {
        return unfinished(target.store().list(target.pending()));
    }

    /** As {@link #unfinished()}, from the objects in the folder {@code pending} as they were just listed. */
    List<Deletion> unfinished(List<StoredObject> pending) throws IOException {
        List<Deletion> found = new ArrayList<>();
        for (StoredObject object : pending) {
            if (isDeletionRecord(object.nameIn(target.pending()))) {
                JsonNode node =
                        target.read(object.name()).map(SmallDocuments::read).orElse(SmallDocuments.missing());
                if (node.path("backups").isArray() && node.path("chunks").isArray()) {
                    found.add(new Deletion(
                            object.name(),
                            SmallDocuments.texts(node.path("backups")),
                            SmallDocuments.texts(node.path("chunks"))));
                } else {
                    LOG.warn(
                            "{} at {} cannot be read, so a deletion is not finished: delete the file",
                            object.name(),
                            target.store().uri());
                }
            }
        }
        return found;
    }

    /** Returns whether a file in the folder {@code pending} records a deletion. */
    public static boolean isDeletionRecord(String file) {
        return file.matches(MARK + "[0-9a-f-]{36}\\.json");
    }

    /** Finishes every deletion as far as possible. What cannot be removed is logged, and tried again the next time. */
    public void finish(BackupMap map) throws IOException {
        finish(map, target.store().list(target.pending()));
    }

    /**
     * Finishes every deletion as far as possible.
     *
     * @param pending the content of the folder {@code pending}, as it was just listed
     */
    void finish(BackupMap map, List<StoredObject> pending) throws IOException {
        for (Deletion deletion : unfinished(pending)) {
            try {
                finish(deletion, map);
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    /**
     * Finishes a deletion.
     *
     * @param map the present backups: what it still has is not deleted. The index must have been written for them
     * @throws IOException if something could not be removed; the record of the deletion stays then, and everything else
     *     is deleted
     */
    public void finish(Deletion deletion, BackupMap map) throws IOException {
        Set<String> listed = map.ids();
        if (deletion.ids().stream().anyMatch(listed::contains)) {
            target.store().delete(deletion.name()); // it was interrupted before it took effect
            return;
        }
        Set<String> needed = map.chunkPaths();
        List<String> failures = new ArrayList<>();
        for (String id : deletion.ids()) {
            if (BackupMap.isId(id)) {
                remove(target.backup(id), failures);
            }
        }
        for (String chunk : deletion.chunks()) {
            if (target.isDeletable(chunk) && !needed.contains(chunk)) {
                remove(chunk, failures);
            }
        }
        if (!failures.isEmpty()) {
            throw new IOException(
                    "parts of a deleted backup are still at " + target.store().uri() + ": "
                            + String.join("; ", failures)
                            + ". The next run, or `verify --cleanup`, tries again to remove them");
        }
        target.store().delete(deletion.name());
    }

    private void remove(String name, List<String> failures) {
        try {
            target.store().delete(name);
        } catch (IOException e) {
            failures.add(name + " (" + e.getMessage() + ")");
        }
    }
}
