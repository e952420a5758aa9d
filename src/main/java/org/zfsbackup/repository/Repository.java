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
 * A store and a prefix in it that holds one map. Knows the names of everything below the prefix.
 *
 * @param store the store; not closed with this
 * @param prefix the name of the host unless the user says otherwise; one or more path components
 */
public record Repository(ObjectStore store, String prefix) {
    private static final String MARKS = "._:@=,-";
    private static final Pattern FOLDER = Pattern.compile("[A-Za-z0-9 " + MARKS + "]+");
    private static final Set<String> RESERVED = Set.of("chunks", "backups", "pending", "lock", "pins");

    /**
     * Returns the repository with this prefix.
     *
     * @param prefix null for the name of this host
     * @throws IllegalArgumentException if the prefix is not allowed
     */
    public static Repository of(ObjectStore store, @Nullable String prefix) {
        return new Repository(store, prefix == null ? HostName.local() : prefix);
    }

    /**
     * Checks the prefix.
     *
     * @throws IllegalArgumentException if it is not allowed
     */
    public Repository {
        if (prefix.startsWith("-")) {
            throw new IllegalArgumentException("'" + prefix + "' cannot be a prefix: it would be taken for an option");
        }
        for (String part : prefix.split("/", -1)) {
            if (RESERVED.contains(part)) {
                throw new IllegalArgumentException("'" + prefix + "' cannot be a prefix: " + part
                        + " is the name of a folder inside another prefix, and this one would be in it");
            }
            if (part.isBlank()
                    || part.equals(".")
                    || part.equals("..")
                    || !FOLDER.matcher(part).matches()) {
                throw new IllegalArgumentException(
                        "'" + prefix + "' cannot be a prefix: use names of folders with / between them,"
                                + " other than . and .., and in each only letters (a to z, A to Z), digits, spaces and "
                                + String.join(" ", MARKS.split("")));
            }
        }
    }

    /** Returns the name of the map. All names are below the store's root. */
    public String map() {
        return prefix + "/map.json";
    }

    /** Returns the name of the part of the index that the map lacks. It is no name of a record. */
    public String recent() {
        return backups() + "/recent.map.json";
    }

    /** Returns the name of the map before the last change, which older versions kept. */
    public String previousMap() {
        return prefix + "/map.json.old";
    }

    /** Returns the folder of the lock and of what is needed to take it over. It holds nothing else. */
    public String locks() {
        return prefix + "/lock";
    }

    /** Returns the name of the lock. */
    public String lock() {
        return locks() + "/owner.json";
    }

    /** Returns the name of {@code RESTORE.txt}. */
    public String recipe() {
        return prefix + "/RESTORE.txt";
    }

    /** Returns the name of the {@link ChunkSums}. */
    public String sums() {
        return prefix + "/SHA256SUMS";
    }

    /** Returns the name of the {@link Reserve}. */
    public String reserve() {
        return prefix + "/reserve.bin";
    }

    /** Returns the name of the {@link VerifyProgress}. */
    public String verifyProgress() {
        return prefix + "/verify.json";
    }

    /** Returns the folder of chunks. */
    public String chunks() {
        return prefix + "/chunks";
    }

    /** Returns the folder of records. */
    public String backups() {
        return prefix + "/backups";
    }

    /** Returns the folder of running backups and of deletions. */
    public String pending() {
        return prefix + "/pending";
    }

    /** Returns the folder of the {@link Pins}. */
    public String pins() {
        return prefix + "/pins";
    }

    /** Returns the name of the pin of a backup. */
    public String pin(String id) {
        return pins() + "/" + id + ".json";
    }

    /**
     * Returns whether a deletion may remove an object of that name: a chunk of this prefix, as this program or the
     * original program names it. Old maps of the original program in buckets have {@code glacier/} before the prefix.
     */
    public boolean isDeletable(String name) {
        boolean inside = name.startsWith(chunks() + "/") || name.startsWith("glacier/" + prefix + "/");
        return inside && Arrays.stream(name.split("/", -1)).noneMatch(part -> part.equals("..") || part.isEmpty());
    }

    /** Returns the name of the record of a backup. */
    public String backup(String id) {
        return backups() + "/" + id + ".json";
    }

    /** Returns the name of the record of a running backup. */
    public String pending(String id) {
        return pending() + "/" + id + ".json";
    }

    /**
     * Returns the name of a chunk.
     *
     * @param id the ID of the backup
     * @param number counts from 1
     */
    public String chunk(String id, int number) {
        return String.format(Locale.ROOT, "%s/%s.%06d", chunks(), id, number);
    }

    /** Reads a small object, or nothing if it does not exist. */
    public Optional<byte[]> read(String name) throws IOException {
        return store.read(name).map(StoredDocument::content);
    }

    /** Writes a small object durably, in the place of an existing one. */
    public void write(String name, byte[] content) throws IOException {
        store.write(name, content);
    }

    /** Returns the store and the prefix as text that is the same for every run that uses this repository. */
    public String place() {
        return store.place() + " (prefix " + prefix + ")";
    }

    @Override
    public String toString() {
        return store.uri() + " (prefix " + prefix + ")";
    }
}
