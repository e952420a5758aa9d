package org.zfsbackup.store.fileserver;

import java.io.IOException;
import java.io.InputStream;
import java.time.Instant;
import java.util.List;
import java.util.Optional;

/**
 * One connection to a file server, configured by Camel's endpoint. For one thread at a time. After a failure, and while
 * one of its streams is open, it can only be closed.
 *
 * <p>Paths are those of the server. All methods throw {@link IOException} if the server refuses a request or the
 * connection fails.
 */
public interface RemoteFiles extends AutoCloseable {
    /**
     * A file or directory.
     *
     * @param name its name, without its directory
     * @param isDirectory false for a link, whatever it points to
     * @param isLink as far as the server reports it
     * @param size in bytes
     * @param modified by the server's clock
     */
    record Entry(String name, boolean isDirectory, boolean isLink, long size, Instant modified) {}

    /** Whether the server still answers. */
    boolean isAlive();

    /** The file or directory at a path; a link is not followed. Empty if it does not exist. */
    Optional<Entry> stat(String path) throws IOException;

    /** Whether there is a directory at a path, or a link to one. */
    boolean leadsToDirectory(String path) throws IOException;

    /** The content of a directory, without {@code .} and {@code ..}. */
    List<Entry> list(String directory) throws IOException;

    /** Creates a directory whose parent exists; does nothing if it exists. */
    void makeDirectory(String path) throws IOException;

    /** Writes a file, or overwrites it. Reads the stream to its end and does not close it. */
    void store(String path, InputStream content) throws IOException;

    /** Opens a file; empty if it does not exist. After the end of the stream, call {@link #finished}. */
    Optional<InputStream> open(String path) throws IOException;

    /** @throws IOException if the server has not sent the whole file */
    void finished() throws IOException;

    /** Renames a file, and replaces an existing one; atomic if the server can do that. */
    void rename(String from, String to) throws IOException;

    /**
     * Gives a file a second name, unless a file with that name exists.
     *
     * @return whether it was done; empty if the server cannot do it
     */
    default Optional<Boolean> link(String from, String to) throws IOException {
        return Optional.empty();
    }

    /** Deletes a file; does nothing if it does not exist. */
    void delete(String path) throws IOException;

    /** Removes an empty directory; does nothing if it does not exist. */
    void removeDirectory(String path) throws IOException;

    @Override
    void close();
}
