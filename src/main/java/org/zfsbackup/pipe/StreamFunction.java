package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Optional;

/**
 * A transformation of the user in Java, with its inverse, for {@code pipe:bean}.
 *
 * <p>Each direction reads its input to the end and writes its result, or throws. It runs in its own thread, is
 * interrupted if nobody wants the result any more, closes neither stream and need not flush. Several may run at once.
 */
public interface StreamFunction {
    /**
     * The default {@code limit=} of a function that collects, in MiB: three such streams must fit into the 128 MiB of
     * memory of this program.
     */
    int DEFAULT_LIMIT_MIB = 32;

    /**
     * Transforms a stream.
     *
     * @throws IOException if that fails; the backup fails then
     */
    void apply(InputStream in, OutputStream out) throws IOException;

    /**
     * Turns what {@link #apply} wrote into what it read.
     *
     * @throws IOException if the input is damaged or cut off
     */
    void undo(InputStream in, OutputStream out) throws IOException;

    /**
     * Returns a shell command that undoes the function from standard input to standard output, for a restore without
     * this program.
     */
    default Optional<String> recipe() {
        return Optional.empty();
    }

    /**
     * Returns whether either direction holds a whole stream in memory; it is then given streams of a limited length
     * only.
     *
     * @throws IllegalArgumentException if the function cannot transform streams of bytes at all
     */
    default boolean collects() {
        return false;
    }
}
