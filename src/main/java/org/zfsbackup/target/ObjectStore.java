package org.zfsbackup.target;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;

/**
 * A place for objects. Names are paths with slashes, from the store's root. Safe for use by several threads.
 *
 * <p>What was put is whole and durable when the method returns, and was never to be seen half.
 */
public interface ObjectStore {
    /** @throws IOException where the store is not there, with what to do about it; never makes it */
    void checkReachable() throws IOException;

    /** Stores an object, in place of an older one of that name. Reads the stream to its end; the caller closes it. */
    void put(String name, InputStream content) throws IOException;

    /** Stores an object unless there is one of that name; tells whether it did. Of several at once one wins. */
    boolean putIfAbsent(String name, byte[] content) throws IOException;

    /** Makes durable what another program (a Camel endpoint, say) has put. */
    void settle(String name) throws IOException;

    /**
     * Makes durable as much as there is of what another program is still putting, so that little is left to do at the
     * end. Does nothing where there is nothing yet, or a store has no use for it; promises nothing.
     */
    default void settleUnfinished(String name) throws IOException {}

    /**
     * Opens an object; the caller closes it.
     *
     * @throws NoSuchObjectException where there is none of that name
     */
    InputStream get(String name) throws IOException;

    Optional<StoredObject> stat(String name) throws IOException;

    /** Every object whose name begins with {@code folder} and a slash; none where there is no such folder. */
    List<StoredObject> list(String folder) throws IOException;

    /** Deletes an object; does nothing where there is none. */
    void delete(String name) throws IOException;

    /** The target as the user wrote it, without secrets. */
    String uri();
}
