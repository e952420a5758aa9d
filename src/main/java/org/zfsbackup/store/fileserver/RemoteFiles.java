package org.zfsbackup.store.fileserver;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a server of files, configured by Camel's endpoint. For one thread at a time; after a failure, and while a
 * stream of it is open, it can only be closed.
 */
public interface RemoteFiles extends AutoCloseable {
    /**
     * @param name without its directory
     * @param isDirectory never of a link, whatever it leads to
     * @param isLink as far as the server says so
     */
    record Entry(String name, boolean isDirectory, boolean isLink, long size, Instant modified) {}

    /** Whether it still answers. */
    boolean isAlive();

    /** What lies at a path itself: a link is not followed. Nothing where there is nothing of that path. */
    Optional<Entry> stat(String path) throws IOException;

    /** Whether there is a directory at a path, or behind a link there. */
    boolean leadsToDirectory(String path) throws IOException;

    /** What is in a directory that is there, itself and its parent left out. */
    List<Entry> list(String directory) throws IOException;

    /** Makes a directory whose parent is there; does nothing where it is there. */
    void makeDirectory(String path) throws IOException;

    void store(String path, InputStream content) throws IOException;

    /** Nothing where there is no such file. Once the stream was read to its end, {@link #finished} must be called. */
    Optional<InputStream> open(String path) throws IOException;

    /** @throws IOException where the server has not sent all */
    void finished() throws IOException;

    /** Puts a file in the place of another, or where there is none, at once. */
    void rename(String from, String to) throws IOException;

    /** Gives a file a second name unless there is one of that name; tells whether it did. Nothing where it cannot be done. */
    default Optional<Boolean> link(String from, String to) throws IOException {
        return Optional.empty();
    }

    void delete(String path) throws IOException;

    /** Removes a directory that is empty; does nothing where there is none. */
    void removeDirectory(String path) throws IOException;

    @Override
    void close();
}
