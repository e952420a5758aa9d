package org.zfsbackup.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * A place for objects. Names are paths with slashes, relative to the store's root. Safe for use by several threads.
 *
 * <p>After a method that stores an object has returned, the object is whole and durable. It is never visible before it
 * is whole.
 *
 * <p>If the place has symbolic links, no method follows a link below the store's root; a method that would have to
 * follow one throws {@link SymbolicLinkException}. All methods throw {@link IOException} if the store fails or cannot
 * be reached.
 */
public interface ObjectStore extends AutoCloseable {
    /** The maximum size of a document in bytes, far larger than a map of a hundred thousand backups. */
    int LONGEST_DOCUMENT = 512 * 1024 * 1024;

    /**
     * Checks that the store exists; never creates it.
     *
     * @throws IOException if it does not exist or cannot be reached, with what to do
     */
    void checkReachable() throws IOException;

    /**
     * Stores an object, or replaces the object with this name. Reads the stream to its end; the caller closes it.
     *
     * @throws IOException if reading or storing fails; an older object then stays as it was
     */
    void put(String name, InputStream content) throws IOException;

    /** Stores a small object, or replaces the object with this name. */
    default void write(String name, byte[] content) throws IOException {
        put(name, new ByteArrayInputStream(content));
    }

    /**
     * Stores an object unless one with this name exists. Of several concurrent calls one wins.
     *
     * @return whether it was stored
     */
    boolean putIfAbsent(String name, byte[] content) throws IOException;

    /**
     * Reads a small object as a whole; empty if it does not exist.
     *
     * @throws IOException also if it is longer than {@link #LONGEST_DOCUMENT}
     */
    Optional<StoredDocument> read(String name) throws IOException;

    /**
     * Replaces a small object if it still has this version. Of several concurrent calls one wins, to the extent of
     * {@link #supportsConditionalWrites}.
     *
     * @param etag from {@link #read}
     * @return whether it was replaced
     */
    boolean replace(String name, byte[] content, String etag) throws IOException;

    /**
     * Whether {@link #putIfAbsent} and {@link #replace} are atomic with respect to every other writer. If it cannot be
     * known, it is tried.
     *
     * @param name an existing object of the caller
     * @param content its content, which is the same afterwards
     */
    boolean supportsConditionalWrites(String name, byte[] content) throws IOException;

    /**
     * Prepares for an object that another program (for example a Camel endpoint) is about to store: creates its folder.
     *
     * @throws SymbolicLinkException if that program would follow a link
     */
    default void expect(String name) throws IOException {}

    /** Makes an object durable that another program has stored. */
    void makeDurable(String name) throws IOException;

    /**
     * Sets the access permissions of an object that another program has started to store, before it has any bytes. Does
     * nothing if it does not exist yet, or if the store has no permissions.
     */
    default void permitUnfinished(String name) throws IOException {}

    /**
     * Makes the existing part of an object durable while another program is still storing it, so that little is left to
     * do at the end. Does nothing if it does not exist yet or if the store does not need it; gives no guarantee.
     */
    default void flushPartial(String name) throws IOException {}

    /**
     * Opens an object; the caller closes it. The stream ends only after all bytes of the object.
     *
     * @throws NoSuchObjectException if it does not exist
     */
    InputStream get(String name) throws IOException;

    /** Looks up an object; empty if it does not exist. */
    Optional<StoredObject> stat(String name) throws IOException;

    /**
     * Lists every object whose name begins with {@code folder} and a slash; none if there is no such folder. Links are
     * not objects, and nothing behind a link is listed.
     *
     * @throws SymbolicLinkException if the folder is a link, or is behind one
     */
    List<StoredObject> list(String folder) throws IOException;

    /**
     * The names of the folders directly in a folder, without what they contain. A store that cannot tell without listing
     * everything returns none.
     *
     * @param folder its name; empty for the store's root
     */
    default List<String> folders(String folder) throws IOException {
        return List.of();
    }

    /**
     * The names of the symbolic links in a folder, at any depth, without following them. If the folder itself is a
     * link, or is behind one, that link is returned. A place without links returns none.
     */
    default List<String> links(String folder) throws IOException {
        return List.of();
    }

    /** Deletes an object; does nothing if it does not exist. */
    void delete(String name) throws IOException;

    /** Removes one folder if it is empty and has no subfolders, in a place that keeps folders without objects. */
    default void removeFolder(String folder) throws IOException {}

    /**
     * Whether this place can be full, as a disk can. If it can, a repository keeps a reserve in it.
     */
    default boolean canBeFull() {
        return false;
    }

    /** How many bytes can still be stored; empty if this place cannot tell. */
    default OptionalLong room() throws IOException {
        return OptionalLong.empty();
    }

    /** Whether reading costs money or uses a network; then nothing is read twice. */
    default boolean isReadExpensive() {
        return false;
    }

    /**
     * Configures the store for backups, before a run and under its lock, for example the storage of old objects.
     *
     * @param folder the folder of the chunks; nothing outside it is affected
     */
    default void prepare(String folder) throws IOException {}

    /**
     * Requests a readable copy of an offline object, or extends the time of an existing copy. Does nothing if a copy is
     * on its way already, or if the object can be read without one.
     *
     * @return what the object was before, which is {@link Availability#OFFLINE} if a copy was requested now
     * @throws NoSuchObjectException if it does not exist
     * @throws IOException also if the store has no archive
     */
    default Availability thaw(String name, Thaw how) throws IOException {
        throw new IOException(uri() + " has no archive from which to retrieve " + name + "");
    }

    /** The uploads below a folder that nobody has finished. */
    default List<UnfinishedUpload> unfinished(String folder) throws IOException {
        return List.of();
    }

    /** Aborts an upload and deletes its parts; does nothing if it no longer exists. */
    default void abort(UnfinishedUpload upload) throws IOException {}

    /** The target as the user wrote it, without secrets. */
    String uri();

    /** The target without options that say only how it is used: the same for every URI of the same place. */
    default String place() {
        return uri().split("\\?", 2)[0];
    }

    /** Releases connections and threads. */
    @Override
    default void close() {}
}
