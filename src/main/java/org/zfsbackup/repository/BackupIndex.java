package org.zfsbackup.repository;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.UnaryOperator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.NewerFormatException;

/**
 * Which backups a repository has. A backup exists from the moment when its record does. {@code map.json}, and
 * {@code backups/recent.map.json} for what is newer, are an index of the records: they are read first, and what they lack is
 * read from the records. So a lost, damaged or outdated index is no obstacle. Only entries of the original program have
 * no records: {@code map.json} is all there is of them. For one thread.
 */
public final class BackupIndex {
    private static final Logger LOG = LoggerFactory.getLogger(BackupIndex.class);

    /** If the map lacks more than this part of what it has, it is written anew. Otherwise a run writes only what it lacks. */
    private static final int PART = 8;

    private static final int TRIES = 5;

    private final Repository target;
    private final MapFile map;
    private final MapFile recent;
    private final RecordFiles records;
    private BackupMap inMap = BackupMap.EMPTY;
    private BackupMap found = BackupMap.EMPTY;
    private Optional<String> damage = Optional.empty();
    private final List<String> unusable = new ArrayList<>();
    private boolean isMapDamaged;
    private boolean hasRecent;
    private boolean behind;
    private boolean stale = true;

    /** Creates access to the index. Nothing is read yet. */
    public BackupIndex(Repository target) {
        this.target = target;
        this.map = new MapFile(target, target.map());
        this.recent = new MapFile(target, target.recent());
        this.records = new RecordFiles(target);
    }

    /** Returns the repository of the index. */
    public Repository target() {
        return target;
    }

    /**
     * Reads which backups there are; none if no backup was ever committed. Writes nothing.
     *
     * @throws DamagedMapException if the map is damaged and there are no usable records to read instead, or if a newer
     *     version of this program wrote a record
     * @throws IOException if the store fails
     */
    public BackupMap load() throws IOException {
        damage = Optional.empty();
        Optional<BackupMap> base = read(map);
        inMap = base.orElse(BackupMap.EMPTY);
        isMapDamaged = damage.isPresent();
        List<String> files = records.list();
        hasRecent = files.contains(target.recent());
        BackupMap indexed = inMap.joined(hasRecent ? read(recent).orElse(BackupMap.EMPTY) : BackupMap.EMPTY);
        if (base.isEmpty()) {
            indexed = indexed.joined(withoutMap(files));
        }
        stale = false;
        Set<String> lacking = new TreeSet<>(records.ids(files));
        lacking.removeAll(indexed.ids());
        Set<String> gone = deleted(indexed);
        lacking.removeAll(gone);
        found = indexed.withoutIds(gone).joined(read(lacking));
        boolean lost = base.isEmpty() && found.size() > 0;
        behind = lost || damage.isPresent() || !found.ids().equals(indexed.ids());
        if (found.size() == 0 && (damage.isPresent() || !unusable.isEmpty())) {
            throw nothingUsable();
        }
        return found;
    }

    private DamagedMapException nothingUsable() {
        String why = damage.isPresent() ? "the map " + damage.get() : "the map is missing, and " + unusable.get(0);
        return new DamagedMapException(why + ". There are no records in " + target.backups() + " at "
                + target.store().uri()
                + " that could be read instead, so put a copy of the map back. Nothing was changed");
    }

    /** Returns whether the files of the index do not say what the last {@link #load} has found. */
    public boolean isBehind() {
        return behind;
    }

    /** Returns what is wrong with the files of the index, as the last {@link #load} has found them. */
    public Optional<String> damage() {
        return damage;
    }

    private Optional<BackupMap> read(MapFile file) throws IOException {
        try {
            return file.read();
        } catch (DamagedMapException e) {
            damage = Optional.of(file.name() + " cannot be used: " + e.getMessage());
            return Optional.empty();
        }
    }

    /** What the original program wrote, from its record, if the map is lost. */
    private BackupMap withoutMap(List<String> files) throws IOException {
        Optional<BackupMap> original = files.contains(target.backup(OriginalRecord.NAME))
                ? read(new MapFile(target, target.backup(OriginalRecord.NAME)))
                : Optional.empty();
        if (map.bytes().isEmpty() && files.isEmpty()) {
            target.store().checkReachable();
        }
        return original.orElse(BackupMap.EMPTY);
    }

    /**
     * The IDs of backups whose deletion has taken effect and is not finished: the first record of the deletion is gone. An
     * older version began with the index.
     */
    private Set<String> deleted(BackupMap indexed) throws IOException {
        Set<String> known = indexed.ids();
        Set<String> ids = new HashSet<>();
        for (Deletions.Deletion deletion : new Deletions(target).unfinished()) {
            for (String id : deletion.ids()) {
                if (!known.contains(id) || !records.exists(id)) {
                    ids.addAll(deletion.ids());
                }
            }
        }
        return ids;
    }

    /** What a newer version wrote may mean more than this one knows, so that is not passed over. */
    private BackupMap read(Set<String> ids) throws IOException {
        unusable.clear();
        BackupMap read = BackupMap.EMPTY;
        for (String id : ids) {
            try {
                Optional<BackupRecord> record = records.read(id);
                if (record.isPresent()) {
                    read = read.joined(record.get().map());
                }
            } catch (NewerFormatException e) {
                throw e;
            } catch (DamagedMapException e) {
                LOG.warn("{}. Its backup is left out", e.getMessage());
                unusable.add(String.valueOf(e.getMessage()));
            }
        }
        return read;
    }

    /**
     * Writes the index. Only the holder of the lock may call this.
     *
     * @param now the present backups: those of the last {@link #load} and of the records that were written since then
     * @throws IOException if the store fails. No backup is lost, because the records stay
     */
    public void write(BackupMap now) throws IOException {
        write(now, UnaryOperator.identity());
    }

    /**
     * As {@link #write(BackupMap)}, for a change of entries that have no records.
     *
     * @param change makes the same change again, if another process has written the index meanwhile
     */
    public void write(BackupMap now, UnaryOperator<BackupMap> change) throws IOException {
        BackupMap wanted = now;
        if (stale) {
            load();
        }
        for (int tries = 1; !tryToWrite(wanted); tries++) {
            if (tries == TRIES) {
                throw new IOException(
                        "the map " + target.map() + " is changed by another process again and again, so it"
                                + " was not brought up to date. Every backup has its record, and the next run tries again");
            }
            wanted = change.apply(load());
        }
    }

    private boolean tryToWrite(BackupMap now) throws IOException {
        if (isOnlyLongerBy(now, inMap.size() / PART)) {
            recent.overwrite(now.withoutIds(inMap.ids()));
        } else {
            OriginalRecord.keep(target, now);
            if (isMapDamaged) {
                target.write(target.map() + ".damaged", map.bytes().orElseThrow());
            }
            if (!map.save(now)) {
                return false;
            }
            if (hasRecent) {
                recent.delete();
            }
        }
        behind = false;
        stale = true;
        return true;
    }

    /** Whether the map may stay as it is. The original program reads it alone, so it always gets a whole one. */
    private boolean isOnlyLongerBy(BackupMap now, int most) {
        return now.size() - inMap.size() <= most
                && now.size() == now.ids().size()
                && map.bytes().isPresent()
                && damage.isEmpty()
                && now.ids().containsAll(inMap.ids());
    }

    /**
     * Writes the index anew, whatever it holds. Only the holder of the lock may call this.
     *
     * @param now the present backups
     */
    public void rewrite(BackupMap now) throws IOException {
        try {
            load();
        } catch (DamagedMapException e) {
            LOG.info("Replacing what cannot be read: {}", e.getMessage());
        }
        inMap = BackupMap.EMPTY;
        write(now);
    }
}
