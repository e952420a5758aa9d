package org.zfsbackup.repository;

import java.io.IOException;
import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;

/**
 * A store and a prefix in it, where one map is kept; the names of everything below it.
 *
 * @param prefix the host's name unless the user says otherwise; one or more path components
 */
public record Repository(ObjectStore store, String prefix) {
    private static final String MARKS = "._:@=,-";
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9 " + MARKS + "]+");
    private static final Set<String> RESERVED = Set.of("chunks", "backups", "pending", "lock");

    /** @param prefix null for the name of this host */
    public static Repository of(ObjectStore store, @Nullable String prefix) {
        return new Repository(store, prefix == null ? HostName.local() : prefix);
    }

    public Repository {
        if (prefix.startsWith("-")) {
            throw new IllegalArgumentException("'" + prefix + "' is no prefix: it would be taken for an option");
        }
        for (String part : prefix.split("/", -1)) {
            if (RESERVED.contains(part)) {
                throw new IllegalArgumentException("'" + prefix + "' is no prefix: " + part
                        + " is what a folder of another prefix is called, and this one would lie in it");
            }
            if (part.isBlank()
                    || part.equals(".")
                    || part.equals("..")
                    || !FOLDER.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "'" + prefix + "' is no prefix: use names of folders with / between them,"
                                + " other than . and .., and in each only letters (a to z, A to Z), digits, spaces and "
                                + String.join(" ", MARKS.split("")));
            }
        }
    }

    public String map() {
        return prefix + "/map.json";
    }

    public String previousMap() {
        return prefix + "/map.json.old";
    }

    /** The folder of the lock and of what is needed to take it over; nothing else is in it. */
    public String locks() {
        return prefix + "/lock";
    }

    public String lock() {
        return locks() + "/owner.json";
    }

    public String recipe() {
        return prefix + "/RESTORE.txt";
    }

    public String chunks() {
        return prefix + "/chunks";
    }

    public String backups() {
        return prefix + "/backups";
    }

    public String pending() {
        return prefix + "/pending";
    }

    /**
     * Whether a deletion may remove an object of that name: a chunk of this prefix, as this program or the original names
     * it. Old maps of the original in buckets have {@code glacier/} before the prefix.
     */
    public boolean isDeletable(String name) {
        boolean inside = name.startsWith(chunks() + "/") || name.startsWith("glacier/" + prefix + "/");
        return inside && Arrays.stream(name.split("/", -1)).noneMatch(part -> part.equals("..") || part.isEmpty());
    }

    /** One backup's own record. */
    public String backup(String id) {
        return backups() + "/" + id + ".json";
    }

    public String pending(String id) {
        return pending() + "/" + id + ".json";
    }

    /** @param number from 1 */
    public String chunk(String id, int number) {
        return String.format(Locale.ROOT, "%s/%s.%06d", chunks(), id, number);
    }

    /** A small object, whole; nothing where there is none. */
    public Optional<byte[]> read(String name) throws IOException {
        return store.read(name).map(StoredDocument::content);
    }

    public void write(String name, byte[] content) throws IOException {
        store.write(name, content);
    }

    @Override
    public String toString() {
        return store.uri() + " (prefix " + prefix + ")";
    }
}
