package org.zfsbackup.pipe;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.process.Command;

/**
 * What pipes need from outside the route and the map.
 *
 * @param rest the longest time in which a stream may move no byte
 * @param passwordFile the file whose first line is the password
 * @param undoCommands the user's own commands that undo {@code exec} pipes, by the pipe's label
 * @param functions the user's own functions
 */
public record PipeContext(
        Duration rest, Optional<Path> passwordFile, Map<String, Command> undoCommands, Functions functions) {
    public static final Duration DEFAULT_REST = Duration.ofMinutes(10);

    public PipeContext {
        undoCommands = Map.copyOf(undoCommands);
    }

    public PipeContext(Duration rest, Optional<Path> passwordFile, Map<String, Command> undoCommands) {
        this(rest, passwordFile, undoCommands, Functions.NONE);
    }

    public static PipeContext plain() {
        return new PipeContext(DEFAULT_REST, Optional.empty(), Map.of());
    }

    public PipeContext withRest(Duration newRest) {
        return new PipeContext(newRest, passwordFile, undoCommands, functions);
    }

    public PipeContext withPasswordFile(Path file) {
        return new PipeContext(rest, Optional.of(file), undoCommands, functions);
    }

    public PipeContext withUndoCommands(Map<String, Command> commands) {
        return new PipeContext(rest, passwordFile, commands, functions);
    }

    public PipeContext withFunctions(Functions bound) {
        return new PipeContext(rest, passwordFile, undoCommands, bound);
    }
}
