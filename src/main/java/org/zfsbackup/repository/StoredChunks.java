package org.zfsbackup.repository;

import java.io.IOException;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.store.StoredObject;

/**
 * The chunks of a repository with their sizes, from one listing, which reads no chunk. So it costs little where reading
 * is expensive, and also knows objects in an archive. For one thread and one run, under the lock.
 */
public final class StoredChunks {
    private final Repository target;
    private final Set<String> listed = new HashSet<>();
    private final Map<String, Long> sizes = new HashMap<>();

    /** Creates access to the chunks of a repository. Nothing is listed before {@link #problem}. */
    public StoredChunks(Repository target) {
        this.target = target;
    }

    /** Takes in the chunks of a backup that was stored after the listing. */
    public void add(BackupContent content) {
        content.chunks().forEach(chunk -> chunk.stored().ifPresent(stored -> sizes.put(chunk.path(), stored.size())));
    }

    /**
     * Returns what is wrong with a chunk, as the end of a sentence that begins with its name, or nothing if it is stored
     * with the size that the map says.
     *
     * @throws IOException if the chunks cannot be listed
     */
    public Optional<String> problem(Chunk chunk) throws IOException {
        Long size = sizes.get(chunk.path());
        if (size == null && listed.add(folder(chunk))) {
            list(folder(chunk));
            size = sizes.get(chunk.path());
        }
        if (size == null) {
            return Optional.of("is missing");
        }
        long found = size;
        return chunk.stored()
                .filter(stored -> stored.size() != found)
                .map(stored -> "has " + found + " bytes instead of " + stored.size());
    }

    /** The original program also stored chunks outside the folder of chunks, each listed once. */
    private String folder(Chunk chunk) {
        String path = chunk.path();
        return path.startsWith(target.chunks() + "/")
                ? target.chunks()
                : path.substring(0, Math.max(0, path.lastIndexOf('/')));
    }

    private void list(String folder) throws IOException {
        List<StoredObject> objects = target.store().list(folder);
        objects.forEach(object -> sizes.putIfAbsent(object.name(), object.size()));
    }
}
