package org.zfsbackup.store;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A place for objects. Names are paths with slashes, from the store's root. Safe for use by several threads.
 *
 * <p>What was put is whole and durable when the method returns, and was never to be seen half.
 *
 * <p>If the place has symbolic links, no method follows one that lies below the store's root: what would have to is a
 * {@link SymbolicLinkException}.
 */
public interface ObjectStore extends AutoCloseable {
    /** The longest document that is read; far beyond a map of a hundred thousand backups. */
    int LONGEST_DOCUMENT = 512 * 1024 * 1024;

    /** @throws IOException where the store is not there, with what to do about it; never makes it */
    void checkReachable() throws IOException;

    /** Stores an object, in place of an older one of that name. Reads the stream to its end; the caller closes it. */
    void put(String name, InputStream content) throws IOException;

    /** Stores a small object, in place of an older one of that name. */
    default void write(String name, byte[] content) throws IOException {
        put(name, new ByteArrayInputStream(content));
    }

    /** Stores an object unless there is one of that name; tells whether it did. Of several at once one wins. */
    boolean putIfAbsent(String name, byte[] content) throws IOException;

    /** A small object, whole; nothing where there is none. */
    Optional<StoredDocument> read(String name) throws IOException;

    /**
     * Puts other content in the place of a small object while that is still of this version; tells whether it did. Of
     * several at once one wins, as far as {@link #supportsConditionalWrites} says so.
     *
     * @param etag of {@link #read}
     */
    boolean replace(String name, byte[] content, String etag) throws IOException;

    /**
     * Whether {@link #putIfAbsent} and {@link #replace} hold what they promise, whoever else writes. It is tried out where
     * it cannot be known.
     *
     * @param name an object that is there, and the caller's own; it has this content before and after
     */
    boolean supportsConditionalWrites(String name, byte[] content) throws IOException;

    /**
     * Gets ready for an object that another program (a Camel endpoint, say) is about to put: makes its folder.
     *
     * @throws SymbolicLinkException if that program would follow a link
     */
    default void expect(String name) throws IOException {}

    /** Makes durable what another program has put. */
    void makeDurable(String name) throws IOException;

    /**
     * Gives what another program has just begun to put the access that objects have, before it has any bytes. Does nothing
     * if there is nothing yet, or if access to a place has nothing to do with objects.
     */
    default void permitUnfinished(String name) throws IOException {}

    /**
     * Makes durable as much as there is of what another program is still putting, so that little is left to do at the
     * end. Does nothing where there is nothing yet, or a store has no use for it; promises nothing.
     */
    default void flushPartial(String name) throws IOException {}

    /**
     * Opens an object; the caller closes it.
     *
     * @throws NoSuchObjectException where there is none of that name
     */
    InputStream get(String name) throws IOException;

    Optional<StoredObject> stat(String name) throws IOException;

    /**
     * Every object whose name begins with {@code folder} and a slash; none where there is no such folder. Links are no
     * objects, and what lies behind one is not in the list.
     *
     * @throws SymbolicLinkException if the folder is a link, or lies behind one
     */
    List<StoredObject> list(String folder) throws IOException;

    /**
     * The names of symbolic links in a folder, at any depth; nothing looks behind them. If the folder itself is a link, or
     * lies behind one, that link is the answer. A place that knows no links has none.
     */
    default List<String> links(String folder) throws IOException {
        return List.of();
    }

    /** Deletes an object; does nothing where there is none. */
    void delete(String name) throws IOException;

    /** Removes one folder if it holds nothing, also no other folder, and if the place keeps folders without objects. */
    default void removeFolder(String folder) throws IOException {}

    /** Whether reading costs money, or goes over a network: then nothing is read twice. */
    default boolean isReadExpensive() {
        return false;
    }

    /**
     * Makes the store as the user wants it for backups, just before one, under the run's lock: what happens to objects
     * that lie in it for long.
     *
     * @param folder that of the chunks, which alone is concerned
     */
    default void prepare(String folder) throws IOException {}

    /** Asks for a readable copy of an object that is offline, or for one that is there to stay longer. */
    default void thaw(String name, Thaw how) throws IOException {
        throw new IOException(uri() + " has no archive to bring " + name + " back from");
    }

    /** Uploads below a folder that nobody has finished. */
    default List<UnfinishedUpload> unfinished(String folder) throws IOException {
        return List.of();
    }

    /** Gives an upload up, with what was stored of it; does nothing where it is over. */
    default void abort(UnfinishedUpload upload) throws IOException {}

    /** The target as the user wrote it, without secrets. */
    String uri();

    /** Gives connections and threads back. */
    @Override
    default void close() {}
}
