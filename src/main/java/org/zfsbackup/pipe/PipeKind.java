package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.zfsbackup.process.Command;

/**
 * One kind of transforming pipe: what {@code pipe:NAME} does to a stream, and how it is undone. Stateless.
 *
 * <p>Both directions are lazy (nothing is read before the result is read), hold a bounded number of bytes, and give the
 * end of stream only where their upstream gave it and all was whole. Closing the result closes the upstream and ends
 * every thread and process of the pipe, from any thread and at any time.
 *
 * <p>Kinds beyond ours are found with {@link java.util.ServiceLoader}.
 */
public interface PipeKind {
    /** The name in {@code pipe:NAME} and in the map. */
    String name();

    /** What the map must remember so that {@link #undo} can work, without any secret. */
    PipeSpec recorded(PipeSpec wanted);

    /**
     * The same, where it also depends on what the user has bound.
     *
     * @throws IllegalArgumentException where that is missing, or not fit for its work
     */
    default PipeSpec recorded(PipeSpec wanted, PipeContext context) {
        return recorded(wanted);
    }

    /** @throws IllegalArgumentException where an option cannot be understood */
    InputStream apply(PipeSpec wanted, InputStream upstream, PipeContext context) throws IOException;

    /** @param recorded from a map: data, of which nothing may ever be executed */
    InputStream undo(PipeSpec recorded, InputStream stored, PipeContext context) throws IOException;

    /** How far the pipe keeps its bytes from others. */
    default Protection protection() {
        return Protection.UNKNOWN;
    }

    /** What a user should know before trusting the pipe, as a sentence for the log; nothing where there is nothing. */
    default Optional<String> caution() {
        return Optional.empty();
    }

    /** What the user must still name before {@link #undo} can work, as a sentence; nothing where all is there. */
    default Optional<String> lacking(PipeSpec recorded, PipeContext context) {
        return Optional.empty();
    }

    /**
     * The command by which another host undoes the pipe, on the way to its {@code zfs receive}; nothing where it would
     * need what the other host does not have, a key for one.
     *
     * @param recorded of this very run, never from a map
     */
    default Optional<Command> remoteDecodeCommand(PipeSpec recorded) {
        return Optional.empty();
    }

    /** A shell command that undoes the pipe from standard input to standard output, for a restore without us. */
    String recipe(PipeSpec recorded);
}
