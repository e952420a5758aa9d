package org.zfsbackup.repository;

import java.io.IOException;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.NewerFormatException;
import org.zfsbackup.repository.map.RecordJson;
import org.zfsbackup.store.StoredObject;

/** The records of single backups in a repository. */
public final class RecordFiles {
    private static final Pattern RECORD = Pattern.compile("(" + BackupMap.ID + ")\\.json");

    private final Repository target;

    /** Creates access to the records of a repository. */
    public RecordFiles(Repository target) {
        this.target = target;
    }

    /**
     * Creates the record of a backup, which commits the backup.
     *
     * @throws IOException if it exists, or the store fails
     */
    public void create(BackupRecord record) throws IOException {
        String name = target.backup(record.entry().id().orElseThrow());
        if (!target.store().putIfAbsent(name, RecordJson.write(record))) {
            throw new IOException("there is a record " + name + " at "
                    + target.store().uri() + " already, and records are never changed: run it again");
        }
    }

    /** Returns the names of all files in the folder of the records. */
    public List<String> list() throws IOException {
        return target.store().list(target.backups()).stream()
                .map(StoredObject::name)
                .toList();
    }

    /** Returns the IDs of the backups of which files are the records. */
    public Set<String> ids(List<String> files) {
        Set<String> ids = new HashSet<>();
        for (String file : files) {
            id(file.substring(target.backups().length() + 1)).ifPresent(ids::add);
        }
        return ids;
    }

    /** Returns the ID in the name of a record, without its folder, or nothing if it is no such name. */
    static Optional<String> id(String file) {
        Matcher name = RECORD.matcher(file);
        return name.matches() && !name.group(1).equals(OriginalRecord.NAME)
                ? Optional.of(name.group(1))
                : Optional.empty();
    }

    /** Returns whether a backup has its record: whether it was committed. */
    public boolean exists(String id) throws IOException {
        return target.store().stat(target.backup(id)).isPresent();
    }

    /**
     * Returns the record of a backup, or nothing if there is none: the original program wrote no records.
     *
     * @throws DamagedMapException if the record exists but cannot be used
     */
    public Optional<BackupRecord> read(BackupEntry entry) throws IOException {
        return entry.id().isPresent() ? read(entry.id().get()) : Optional.empty();
    }

    /**
     * Returns the record of the backup with this ID, or nothing if there is none.
     *
     * @throws DamagedMapException if the record exists but cannot be used
     */
    public Optional<BackupRecord> read(String id) throws IOException {
        Optional<byte[]> bytes = target.read(target.backup(id));
        return bytes.isPresent() ? Optional.of(parse(target.backup(id), bytes.get())) : Optional.empty();
    }

    private String unusable(String name, DamagedMapException why) {
        return "the record " + name + " at " + target.store().uri() + " cannot be used: " + why.getMessage();
    }

    private BackupRecord parse(String name, byte[] bytes) throws DamagedMapException {
        try {
            return RecordJson.read(bytes);
        } catch (NewerFormatException e) {
            throw new NewerFormatException(unusable(name, e));
        } catch (DamagedMapException e) {
            throw new DamagedMapException(unusable(name, e));
        }
    }
}
