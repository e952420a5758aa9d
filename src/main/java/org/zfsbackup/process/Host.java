package org.zfsbackup.process;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** A host on which commands run. Safe for use by several threads. */
public interface Host extends AutoCloseable {
    /** Returns this host. */
    static Host local() {
        return LocalHost.INSTANCE;
    }

    /**
     * Starts a pipeline: each command reads what the one before writes, and the exit status is the last one's. Each
     * word reaches its command unchanged, whatever characters it contains.
     *
     * @param line the commands
     * @param fed whether the caller writes the first one's standard input; otherwise that is empty
     * @throws IOException if a command cannot be started or the host cannot be reached
     */
    Child start(List<Command> line, boolean fed) throws IOException;

    /** Starts a single command. */
    default Child start(Command command, boolean fed) throws IOException {
        return start(List.of(command), fed);
    }

    /** Returns the name of a pipeline for error messages. */
    default String name(List<Command> line) {
        return shellLine(line) + " on " + this;
    }

    /** Returns whether this is the host on which this program runs. */
    default boolean isLocal() {
        return false;
    }

    /** Returns the line with which a POSIX shell starts exactly these commands. */
    static String shellLine(List<Command> line) {
        return line.stream().map(Command::toString).collect(Collectors.joining(" | "));
    }

    /** Closes connections that are kept for the next command. Commands that still run in them are ended. */
    @Override
    default void close() {}
}
