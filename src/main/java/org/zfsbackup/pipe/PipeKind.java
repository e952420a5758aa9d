package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.zfsbackup.process.Command;

/**
 * A kind of transforming pipe: what {@code pipe:NAME} does to a stream, and how that is undone. Stateless, and safe for
 * use by several threads.
 *
 * <p>Both directions are lazy (they read nothing before the result is read) and hold a bounded number of bytes. They
 * end only if their upstream ended and everything was complete. Closing the result closes the upstream and ends every
 * thread and process of the pipe, from any thread and at any time.
 *
 * <p>More kinds are found with {@link java.util.ServiceLoader}.
 */
public interface PipeKind {
    /** Returns the name in {@code pipe:NAME} and in the map. */
    String name();

    /**
     * Returns what the map must remember so that {@link #undo} can work. It holds no secret.
     *
     * @throws IllegalArgumentException if an option is not understood
     */
    PipeSpec recorded(PipeSpec wanted);

    /**
     * Returns the same, if it also depends on what the user has bound.
     *
     * @throws IllegalArgumentException if that is missing or not suitable
     */
    default PipeSpec recorded(PipeSpec wanted, PipeContext context) {
        return recorded(wanted);
    }

    /**
     * Transforms a stream.
     *
     * @param wanted the options from the route
     * @param upstream closed with the result
     * @return the transformed stream; the caller closes it
     * @throws IllegalArgumentException if an option is not understood
     * @throws IOException if the pipe cannot start, for example without its secret
     */
    InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) throws IOException;

    /**
     * Undoes the transformation.
     *
     * @param recorded the options from a map: data, of which nothing may ever be executed
     * @param stored the transformed stream; closed with the result
     * @return the original stream; the caller closes it
     * @throws IOException if the pipe cannot start, for example without its secret
     */
    InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) throws IOException;

    /**
     * Returns whether the options say everything on which {@link #undo} depends. If so, whatever undoes one stream undoes
     * every other one with equal options. Otherwise something that is not recorded, such as a password, may have changed.
     */
    default boolean isFullyRecorded(PipeSpec recorded) {
        return false;
    }

    /** Returns how well the pipe protects its bytes from others. */
    default Protection protection() {
        return Protection.UNKNOWN;
    }

    /** Returns what a user should know before trusting the pipe, as a sentence for the log, or nothing. */
    default Optional<String> caution() {
        return Optional.empty();
    }

    /** Returns what the user must still name before {@link #undo} can work, as a sentence, or nothing if it can. */
    default Optional<String> lacking(PipeSpec recorded, PipeContext context) {
        return Optional.empty();
    }

    /**
     * Returns the command with which another host undoes the pipe before its {@code zfs receive}, or nothing if that
     * needs something that the other host lacks, such as a key.
     *
     * @param recorded of this very run, never from a map
     */
    default Optional<Command> remoteDecodeCommand(PipeSpec recorded) {
        return Optional.empty();
    }

    /**
     * Returns a shell command that undoes the pipe from standard input to standard output, for a restore without this
     * program.
     */
    String recipe(PipeSpec recorded);
}
