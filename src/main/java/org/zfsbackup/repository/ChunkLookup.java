package org.zfsbackup.repository;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.StoredObject;

/**
 * Looks chunks up in a repository: the first few one by one, and the others in a list of all if each request costs time
 * or money. For one thread and for one operation: it does not list again.
 */
public final class ChunkLookup {
    private static final int FEW = 20;

    private final Repository target;
    private int asked;
    private @Nullable Map<String, StoredObject> listed;

    /** Creates the lookup. Nothing is read before {@link #find}. */
    public ChunkLookup(Repository target) {
        this(target, 0);
    }

    /**
     * Creates a lookup for this number of chunks. If they are many, the first is already looked up in the list. Nothing
     * is read before {@link #find}.
     */
    public ChunkLookup(Repository target, int chunks) {
        this.target = target;
        this.asked = chunks > FEW ? FEW : 0;
    }

    /**
     * Returns the chunk, or nothing if it does not exist.
     *
     * @param path its path below the store's root
     */
    public Optional<StoredObject> find(String path) throws IOException {
        if (listed == null && target.store().isReadExpensive() && ++asked > FEW) {
            listed = list();
        }
        StoredObject known = listed == null ? null : listed.get(path);
        return known != null && known.availability() != Availability.OFFLINE
                ? Optional.of(known)
                : target.store().stat(path);
    }

    private Map<String, StoredObject> list() throws IOException {
        Map<String, StoredObject> objects = new HashMap<>();
        for (StoredObject object : target.store().list(target.chunks())) {
            objects.put(object.name(), object);
        }
        return objects;
    }
}
