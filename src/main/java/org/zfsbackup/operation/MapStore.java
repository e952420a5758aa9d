package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Arrays;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.map.DamagedMapException;
import org.zfsbackup.map.MapJson;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.StoredObject;

/** The map at its target: read strictly, replaced atomically, the one before kept. For one thread. */
final class MapStore {
    private final BackupTarget target;
    private byte @Nullable [] lastBytes;
    private BackupMap lastMap = BackupMap.EMPTY;

    MapStore(BackupTarget target) {
        this.target = target;
    }

    BackupTarget target() {
        return target;
    }

    /** The map; an empty one only where no backup was ever committed. */
    BackupMap load() throws IOException {
        target.store().checkReachable();
        Optional<byte[]> bytes = bytes();
        return bytes.isPresent() ? parsed(bytes.get()) : BackupMap.EMPTY;
    }

    /** The same bytes are the same map, and a large one takes a while to read. */
    private BackupMap parsed(byte[] bytes) throws IOException {
        if (!Arrays.equals(bytes, lastBytes)) {
            lastMap = parse(bytes);
            lastBytes = bytes;
        }
        return lastMap;
    }

    private Optional<byte[]> bytes() throws IOException {
        Optional<byte[]> bytes = target.read(target.map());
        if (bytes.isEmpty()) {
            refuseLostMap();
        }
        return bytes;
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

    /** A first run that was killed just before its map leaves a record, with the mark of a running backup beside it. */
    private void refuseLostMap() throws IOException {
        boolean old = target.store().stat(target.previousMap()).isPresent();
        boolean committed = false;
        for (StoredObject backup : target.store().list(target.backups())) {
            String file = backup.name().substring(target.backups().length() + 1);
            committed |= !file.startsWith(FileStore.UNFINISHED)
                    && target.store().stat(target.pending() + "/" + file).isEmpty();
        }
        if (old || committed) {
            throw new DamagedMapException("the map " + target.map() + " is missing at "
                    + target.store().uri() + ", but there are backups: it was lost. Nothing was changed. " + wayOut());
        }
    }

    private String wayOut() {
        return "The one before it is " + target.previousMap() + "; `rebuild` makes a new one from the records in "
                + target.backups();
    }

    /**
     * Replaces the map.
     *
     * @param before what it was made from: where the map is another by now, nothing is written
     */
    void save(BackupMap before, BackupMap after) throws IOException {
        if (!load().equals(before)) {
            throw new IOException("the map " + target.map() + " was changed by somebody else meanwhile: run it again");
        }
        byte[] changed = MapJson.write(after);
        if (lastBytes != null) {
            target.write(target.previousMap(), lastBytes);
        }
        target.write(target.map(), changed);
        lastBytes = changed;
        lastMap = after;
    }

    /** Puts a new map in the place of one that cannot be read. */
    void replaceLost(BackupMap map) throws IOException {
        Optional<byte[]> current = target.read(target.map());
        if (current.isPresent()) {
            target.write(target.map() + ".damaged", current.get());
        }
        target.write(target.map(), MapJson.write(map));
    }
}
