package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.StoredObject;

/**
 * How one kind of place puts, gets, lists, stats and deletes. The caller checks names and measures streams. Safe for
 * use by several threads.
 */
interface StoreDriver extends AutoCloseable {
    /**
     * The result of {@link #get}.
     *
     * @param in the caller closes it
     * @param etag the place's identifier of this version; null if it has none
     */
    record Content(InputStream in, @Nullable String etag) {}

    /**
     * Checks that the place exists; never creates it.
     *
     * @throws IOException if it does not exist, with what to do
     */
    void checkReachable() throws IOException;

    /** Reads the stream to its end. What is visible under the name at any time is whole, either new or old. */
    void put(String name, InputStream content) throws IOException;

    /** Empty if there is no such object. */
    Optional<Content> get(String name) throws IOException;

    /** Empty if there is no such object. */
    Optional<StoredObject> stat(String name) throws IOException;

    /** In any order. */
    List<StoredObject> list(String folder) throws IOException;

    /** Like {@link org.zfsbackup.store.ObjectStore#links}, in any order. */
    default List<String> links(String folder) throws IOException {
        return List.of();
    }

    /** Like {@link org.zfsbackup.store.ObjectStore#expect}. */
    default void expect(String name) throws IOException {}

    /** Does nothing if there is no such object. */
    void delete(String name) throws IOException;

    /** Removes an empty folder, in a place that keeps folders without objects. */
    default void removeFolder(String folder) throws IOException {}

    /** Like {@link org.zfsbackup.store.ObjectStore#canBeFull}. */
    default boolean canBeFull() {
        return false;
    }

    /** Whether the place itself has conditional writes. */
    default boolean hasConditions() {
        return false;
    }

    /**
     * Stores an object if there is none with this name, or if it still has this version.
     *
     * @param etag from {@link Content}; null for no object
     * @return whether it was stored
     */
    default boolean putIf(String name, byte[] content, @Nullable String etag) throws IOException {
        throw new UnsupportedOperationException("this place has no conditional writes");
    }

    /** Like {@link #putIf} without a version, for a place that only supports this; empty if it does not. */
    default Optional<Boolean> putIfAbsent(String name, byte[] content) throws IOException {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
