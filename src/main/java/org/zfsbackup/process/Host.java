package org.zfsbackup.process;

import java.io.IOException;
import java.util.List;
import java.util.stream.Collectors;

/** Where commands run. Safe for use by several threads. */
public interface Host extends AutoCloseable {
    /** This host. */
    static Host local() {
        return LocalHost.INSTANCE;
    }

    /**
     * Starts commands of which each reads what the one before writes; the last one's end is that of all. Each word
     * reaches its command as it is, whatever is in it.
     *
     * @param fed whether the first one's standard input is to be written; else it is empty
     */
    Child start(List<Command> line, boolean fed) throws IOException;

    /** Starts one command. */
    default Child start(Command command, boolean fed) throws IOException {
        return start(List.of(command), fed);
    }

    /** What a command is called in errors. */
    default String name(List<Command> line) {
        return shellLine(line) + " on " + this;
    }

    default boolean isLocal() {
        return false;
    }

    /** The line for a POSIX shell that starts these very commands. */
    static String shellLine(List<Command> line) {
        return line.stream().map(Command::toString).collect(Collectors.joining(" | "));
    }

    /** Ends connections that are kept for the next command; commands that run are ended. */
    @Override
    default void close() {}
}
