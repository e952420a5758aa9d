package org.zfsbackup.repository;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.store.StoredDocument;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.directory.DirectoryStore;

/**
 * The map of a repository. It is read strictly and replaced atomically, and the previous one is kept. For one thread.
 */
public final class MapFile {
    private final Repository target;
    private @Nullable StoredDocument last;
    private BackupMap lastMap = BackupMap.EMPTY;

    /** Creates access to the map. Nothing is read yet. */
    public MapFile(Repository target) {
        this.target = target;
    }

    /** Returns the repository of the map. */
    public Repository target() {
        return target;
    }

    /**
     * Reads the map. It is empty only if no backup was ever committed.
     *
     * @throws DamagedMapException if it is damaged, or missing although there are backups
     * @throws IOException if it cannot be read
     */
    public BackupMap load() throws IOException {
        try {
            return read();
        } catch (OutOfMemoryError e) {
            last = null;
            lastMap = BackupMap.EMPTY;
            throw new IOException(tooLarge(), e);
        }
    }

    private BackupMap read() throws IOException {
        Optional<StoredDocument> found = target.store().read(target.map());
        if (found.isEmpty()) {
            target.store().checkReachable();
            if (!hasBackups()) {
                last = null;
                lastMap = BackupMap.EMPTY;
                return lastMap;
            }
            found = target.store().read(target.map()); // another writer may have created it since the first look
        }
        remember(found.orElseThrow(this::lost));
        return lastMap;
    }

    /** Remembers the map by its bytes, because parsing a large one takes a while. */
    private void remember(StoredDocument found) throws IOException {
        StoredDocument known = last;
        if (known == null || !Arrays.equals(found.content(), known.content())) {
            lastMap = parse(found.content());
        }
        last = found;
    }

    private BackupMap parse(byte[] bytes) throws IOException {
        try {
            return MapJson.read(bytes);
        } catch (DamagedMapException e) {
            throw new DamagedMapException(
                    "the map " + target.map() + " at " + target.store().uri() + " cannot be used: " + e.getMessage()
                            + ". Nothing was changed. " + wayOut());
        }
    }

    private String tooLarge() throws IOException {
        long bytes = target.store().stat(target.map()).map(StoredObject::size).orElse(0L);
        return "the map " + target.map() + " at " + target.store().uri() + " has " + (bytes >> 20)
                + " MiB, and this program has too little memory to read it ("
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB). Give it more, for example with"
                + " ZFSBACKUP_JAVA_OPTIONS=-Xmx" + Math.max(512, (bytes >> 20) * 32) + "m";
    }

    /**
     * Returns whether there are committed backups. A first run that was killed just before it wrote the map leaves a
     * record, but also the record of a running backup.
     */
    private boolean hasBackups() throws IOException {
        boolean old = target.store().stat(target.previousMap()).isPresent();
        boolean committed = false;
        for (StoredObject backup : target.store().list(target.backups())) {
            String file = backup.nameIn(target.backups());
            committed |= !file.startsWith(DirectoryStore.UNFINISHED)
                    && target.store().stat(target.pending() + "/" + file).isEmpty();
        }
        return old || committed;
    }

    private DamagedMapException lost() {
        return new DamagedMapException("the map " + target.map() + " is missing at "
                + target.store().uri() + ", but there are backups: it was lost. Nothing was changed. " + wayOut());
    }

    private String wayOut() {
        return "The previous map is " + target.previousMap() + "; `rebuild` makes a new one from the records in "
                + target.backups();
    }

    /**
     * Replaces the map if it is still the one that was read.
     *
     * @param before the map that was read
     * @param after the map to write
     * @throws IOException if another process has changed the map meanwhile; nothing is written then
     */
    public void save(BackupMap before, BackupMap after) throws IOException {
        if (!load().equals(before)) {
            throw changed();
        }
        byte[] content = MapJson.write(after);
        StoredDocument known = last;
        if (known != null) {
            target.write(target.previousMap(), known.content());
        }
        boolean saved = known == null
                ? target.store().putIfAbsent(target.map(), content)
                : target.store().replace(target.map(), content, known.etag());
        if (!saved) {
            throw changed();
        }
        last = new StoredDocument(content, "to be read before the next");
        lastMap = after;
    }

    private IOException changed() {
        return new IOException("the map " + target.map() + " was changed by another process meanwhile: run it again");
    }

    /** Writes the previous map again if it is missing or cannot be read. */
    public void repairPrevious() throws IOException {
        StoredDocument known = last;
        if (known == null || lastMap.ids().size() < 2) {
            return;
        }
        Optional<byte[]> previous = target.read(target.previousMap());
        try {
            if (previous.isPresent()) {
                MapJson.read(previous.get());
                return;
            }
        } catch (DamagedMapException e) {
            // It cannot be read, so it is replaced.
        }
        target.write(target.previousMap(), known.content());
    }

    /**
     * Replaces a map that cannot be read.
     *
     * @param map the new map
     */
    public void replaceLost(BackupMap map) throws IOException {
        Optional<byte[]> current = target.read(target.map());
        if (current.isPresent()) {
            target.write(target.map() + ".damaged", current.get());
        }
        byte[] content = MapJson.write(map);
        target.write(target.previousMap(), content);
        target.write(target.map(), content);
    }
}
