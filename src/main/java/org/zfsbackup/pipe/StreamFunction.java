package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A transformation of the user's in Java, with its inverse, for {@code pipe:bean}.
 *
 * <p>Each direction reads its input to the end and writes, or throws; it runs in a thread of its own, is interrupted
 * where nobody wants the result any more, closes neither stream and need not flush. Several may run at once.
 */
public interface StreamFunction {
    /** The default {@code limit=} of a function that collects: three times that must fit the program's 128 MiB of memory. */
    int DEFAULT_LIMIT_MIB = 32;

    void apply(InputStream in, OutputStream out) throws IOException;

    /** What {@link #apply} wrote becomes what it read; input that is damaged or cut off is an error. */
    void undo(InputStream in, OutputStream out) throws IOException;

    /** A shell command that undoes it from standard input to standard output, for a restore without us. */
    default Optional<String> recipe() {
        return Optional.empty();
    }

    /**
     * Whether either direction holds a whole stream in memory; it then gets streams of a limited length only.
     *
     * @throws IllegalArgumentException where it is not fit for streams of bytes at all
     */
    default boolean collects() {
        return false;
    }
}
