package org.zfsbackup.repository;

import java.io.IOException;
import java.util.HashMap;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.StoredObject;

/**
 * Looks chunks up at a target: the first few one by one, and with a list of all where there are more and each question
 * costs. For one thread, and for one look: what it has listed is not asked for again.
 */
public final class ChunkLookup {
    private static final int FEW = 20;

    private final Repository target;
    private int asked;
    private @Nullable Map<String, StoredObject> listed;

    public ChunkLookup(Repository target) {
        this.target = target;
    }

    public Optional<StoredObject> find(String path) throws IOException {
        if (listed == null && target.store().isReadExpensive() && ++asked > FEW) {
            listed = list();
        }
        StoredObject known = listed == null ? null : listed.get(path);
        return known != null && known.availability() == Availability.AVAILABLE
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
