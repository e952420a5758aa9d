package org.zfsbackup.pipe;

import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.process.Command;

/**
 * What pipes need from outside the route and the map.
 *
 * @param rest the longest time in which a stream may move no byte
 * @param password where the password is that pipes encrypt and decrypt with
 * @param identities where the age identities are that pipes decrypt with
 * @param undoCommands the user's own commands that undo {@code exec} pipes, by the pipe's label
 * @param functions the user's own functions
 */
public record PipeContext(
        Duration rest,
        Optional<SecretSource> password,
        Optional<SecretSource> identities,
        Map<String, Command> undoCommands,
        Functions functions) {
    public static final Duration DEFAULT_REST = Duration.ofMinutes(10);

    public PipeContext {
        undoCommands = Map.copyOf(undoCommands);
    }

    public static PipeContext plain() {
        return new PipeContext(DEFAULT_REST, Optional.empty(), Optional.empty(), Map.of(), Functions.NONE);
    }

    public PipeContext withRest(Duration newRest) {
        return new PipeContext(newRest, password, identities, undoCommands, functions);
    }

    public PipeContext withPassword(SecretSource source) {
        return new PipeContext(rest, Optional.of(source), identities, undoCommands, functions);
    }

    public PipeContext withIdentities(SecretSource source) {
        return new PipeContext(rest, password, Optional.of(source), undoCommands, functions);
    }

    public PipeContext withUndoCommands(Map<String, Command> commands) {
        return new PipeContext(rest, password, identities, commands, functions);
    }

    public PipeContext withFunctions(Functions bound) {
        return new PipeContext(rest, password, identities, undoCommands, bound);
    }
}
