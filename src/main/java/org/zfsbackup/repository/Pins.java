package org.zfsbackup.repository;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.HashSet;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.store.StoredObject;

/**
 * Backups that are kept whatever the rules of a prune say: {@code pins/ID.json} exists for each. What is in the file is for
 * people. Only the holder of the lock may change them.
 */
public final class Pins {
    private final Repository target;

    /** Creates access to the pins of a repository. */
    public Pins(Repository target) {
        this.target = target;
    }

    /** Returns the IDs of the pinned backups. */
    public Set<String> ids() throws IOException {
        Set<String> ids = new HashSet<>();
        for (StoredObject object : target.store().list(target.pins())) {
            RecordFiles.id(object.nameIn(target.pins())).ifPresent(ids::add);
        }
        return ids;
    }

    /**
     * Pins a backup. Does nothing if it is pinned already.
     *
     * @param snapshot its name, for people
     * @param reason why, in the user's words
     */
    public void pin(String id, String snapshot, Optional<String> reason) throws IOException {
        ObjectNode document = SmallDocuments.empty().put("id", id).put("snapshot", snapshot);
        reason.ifPresent(words -> document.put("reason", words));
        target.store().putIfAbsent(target.pin(id), SmallDocuments.write(document));
    }

    /** Removes the pin of a backup. Does nothing if it has none. */
    public void unpin(String id) throws IOException {
        target.store().delete(target.pin(id));
    }
}
