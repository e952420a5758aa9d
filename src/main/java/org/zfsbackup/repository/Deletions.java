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
 * Deletions that were begun: {@code pending/delete-ID.json} names the backups and the objects that go, from before the
 * first change until the last object is gone. Only to be touched by the holder of the lock.
 *
 * <p>A deletion counts from the moment when the map does not have the backups any more: one that broke off before that is
 * forgotten, one that broke off after it is finished.
 */
public final class Deletions {
    private static final Logger LOG = LoggerFactory.getLogger(Deletions.class);
    private static final String MARK = "delete-";
    private static final String ENDING = ".json";

    /**
     * One deletion.
     *
     * @param name the mark's, from the target's root
     */
    public record Deletion(String name, List<String> ids, List<String> chunks) {
        public Deletion {
            ids = List.copyOf(ids);
            chunks = List.copyOf(chunks);
        }
    }

    private final Repository target;

    public Deletions(Repository target) {
        this.target = target;
    }

    /**
     * Writes down what is going to be deleted, before anything is.
     *
     * @param ids of the backups that go
     * @param chunks names of the objects that go, from the store's root
     */
    public Deletion begin(List<String> ids, List<String> chunks) throws IOException {
        Deletion deletion = new Deletion(target.pending() + "/" + MARK + UUID.randomUUID() + ENDING, ids, chunks);
        ObjectNode document = SmallDocuments.empty();
        ids.forEach(document.putArray("backups")::add);
        chunks.forEach(document.putArray("chunks")::add);
        target.write(deletion.name(), SmallDocuments.write(document));
        return deletion;
    }

    /** Those that are not finished. A mark that cannot be read is told, and left where it is. */
    public List<Deletion> unfinished() throws IOException {
        return unfinished(target.store().list(target.pending()));
    }

    private List<Deletion> unfinished(List<StoredObject> pending) throws IOException {
        List<Deletion> found = new ArrayList<>();
        for (StoredObject object : pending) {
            if (isMark(object.nameIn(target.pending()))) {
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

    public static boolean isMark(String file) {
        return file.matches(MARK + "[0-9a-f-]{36}\\.json");
    }

    /** Finishes what was begun, as far as it can; what cannot be removed is told, and tried again next time. */
    public void finish(BackupMap map) throws IOException {
        finish(map, target.store().list(target.pending()));
    }

    /** @param pending the folder of marks, as it was just listed */
    void finish(BackupMap map, List<StoredObject> pending) throws IOException {
        for (Deletion deletion : unfinished(pending)) {
            try {
                finish(deletion, map);
            } catch (IOException e) {
                LOG.warn("{}", e.getMessage());
            }
        }
    }

    /** @throws IOException if something could not be removed; the mark then stays, and all else is gone */
    public void finish(Deletion deletion, BackupMap map) throws IOException {
        Set<String> listed = map.ids();
        if (deletion.ids().stream().anyMatch(listed::contains)) {
            target.store().delete(deletion.name()); // it broke off before the map was changed
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
                    "of a deleted backup this is still at " + target.store().uri() + ": "
                            + String.join("; ", failures)
                            + ". The next run, or `verify --cleanup`, tries again to remove it");
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
