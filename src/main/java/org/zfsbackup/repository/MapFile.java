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

/** One file of the index: {@code map.json}, or the one beside the records. It is read strictly. For one thread. */
final class MapFile {
    private final Repository target;
    private final String name;
    private @Nullable StoredDocument last;
    private @Nullable BackupMap lastMap;

    MapFile(Repository target, String name) {
        this.target = target;
        this.name = name;
    }

    String name() {
        return name;
    }

    /**
     * Reads the file; empty if it does not exist.
     *
     * @throws DamagedMapException if it is damaged
     * @throws IOException if it cannot be read
     */
    Optional<BackupMap> read() throws IOException {
        try {
            Optional<StoredDocument> found = target.store().read(name);
            return found.isPresent() ? Optional.of(parsed(found.get())) : nothing();
        } catch (OutOfMemoryError e) {
            forget();
            throw new IOException(tooLarge(), e);
        }
    }

    /** Parsing a large map takes a while, so the last one is remembered by its bytes. */
    private BackupMap parsed(StoredDocument found) throws DamagedMapException {
        StoredDocument before = last;
        BackupMap parsed = lastMap;
        boolean same = before != null && Arrays.equals(found.content(), before.content());
        last = found;
        lastMap = null;
        if (parsed == null || !same) {
            parsed = MapJson.read(found.content());
        }
        lastMap = parsed;
        return parsed;
    }

    private Optional<BackupMap> nothing() {
        forget();
        return Optional.empty();
    }

    /** Returns the bytes that were read last; empty if there were none. */
    Optional<byte[]> bytes() {
        return Optional.ofNullable(last).map(StoredDocument::content);
    }

    private String tooLarge() throws IOException {
        long bytes = target.store().stat(name).map(StoredObject::size).orElse(0L);
        return "the map " + name + " at " + target.store().uri() + " has " + (bytes >> 20)
                + " MiB, and this program has too little memory to read it ("
                + (Runtime.getRuntime().maxMemory() >> 20) + " MiB). Give it more, for example with"
                + " ZFSBACKUP_JAVA_OPTIONS=-Xmx" + Math.max(512, (bytes >> 20) * 32) + "m";
    }

    /**
     * Writes the file if it is still the one that was read last.
     *
     * @return false, and nothing is written, if another process has written it meanwhile
     */
    boolean save(BackupMap map) throws IOException {
        byte[] content = MapJson.write(map);
        StoredDocument known = last;
        boolean saved = known == null
                ? target.store().putIfAbsent(name, content)
                : target.store().replace(name, content, known.etag());
        forget();
        return saved;
    }

    /** Writes the file, whatever it holds. */
    void overwrite(BackupMap map) throws IOException {
        target.write(name, MapJson.write(map));
        forget();
    }

    /** Deletes the file if it exists. */
    void delete() throws IOException {
        target.store().delete(name);
        forget();
    }

    private void forget() {
        last = null;
        lastMap = null;
    }
}
