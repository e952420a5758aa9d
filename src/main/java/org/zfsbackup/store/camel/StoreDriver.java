package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.StoredObject;

/**
 * How one kind of place puts, gets, lists, stats and deletes. Names are checked and streams are measured before and behind
 * it. Safe for use by several threads.
 */
interface StoreDriver extends AutoCloseable {
    /**
     * What {@link #get} opens.
     *
     * @param in whoever gets it closes it
     * @param etag the place's own mark of these bytes; null where it has none
     */
    record Content(InputStream in, @Nullable String etag) {}

    /** @throws IOException where the place is not there, with what to do about it; never makes it */
    void checkReachable() throws IOException;

    /** Reads the stream to its end; what is then to be seen under the name is whole, and is new or is the old. */
    void put(String name, InputStream content) throws IOException;

    /** Nothing where there is none of that name. */
    Optional<Content> get(String name) throws IOException;

    Optional<StoredObject> stat(String name) throws IOException;

    /** In any order. */
    List<StoredObject> list(String folder) throws IOException;

    /** As {@link org.zfsbackup.store.ObjectStore#links}, in any order. */
    default List<String> links(String folder) throws IOException {
        return List.of();
    }

    /** As {@link org.zfsbackup.store.ObjectStore#expect}. */
    default void expect(String name) throws IOException {}

    /** Does nothing where there is none of that name. */
    void delete(String name) throws IOException;

    /** Removes one folder if it holds nothing, where the place keeps folders without objects. */
    default void removeFolder(String folder) throws IOException {}

    /** Whether the place itself can put on a condition. */
    default boolean hasConditions() {
        return false;
    }

    /**
     * Puts where there is none of that name, or that version of it still; tells whether it did.
     *
     * @param etag of {@link Content}; null for none of that name
     */
    default boolean putIf(String name, byte[] content, @Nullable String etag) throws IOException {
        throw new UnsupportedOperationException("this place knows no conditions");
    }

    /** As {@link #putIf} with no version, for a place that can do that much and no more; nothing where it cannot. */
    default Optional<Boolean> putIfAbsent(String name, byte[] content) throws IOException {
        return Optional.empty();
    }

    @Override
    default void close() {}
}
