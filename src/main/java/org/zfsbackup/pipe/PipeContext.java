package org.zfsbackup.pipe;

import java.io.IOException;
import java.time.Duration;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.pipe.secret.SecretException;
import org.zfsbackup.pipe.secret.SecretSource;
import org.zfsbackup.process.Command;
import org.zfsbackup.stream.StallTimeout;

/**
 * What pipes need from outside the route and the map.
 *
 * @param stallTimeout the longest time in which a stream may move no byte
 * @param password where the password is that pipes encrypt and decrypt with
 * @param identities where the age identities are that pipes decrypt with
 * @param undoCommands the user's own commands that undo {@code exec} pipes, by the pipe's label
 * @param functions the user's own functions
 * @param encryptedOnly whether a backup that is not encrypted is refused: the user has named a key, so it may have been
 *     put there by somebody else
 */
public record PipeContext(
        Duration stallTimeout,
        Optional<SecretSource> password,
        Optional<SecretSource> identities,
        Map<String, Command> undoCommands,
        Functions functions,
        boolean encryptedOnly) {
    public static final Duration DEFAULT_STALL_TIMEOUT = StallTimeout.DEFAULT;

    public PipeContext {
        undoCommands = Map.copyOf(undoCommands);
    }

    /** A context that takes backups whether they are encrypted or not. */
    public PipeContext(
            Duration stallTimeout,
            Optional<SecretSource> password,
            Optional<SecretSource> identities,
            Map<String, Command> undoCommands,
            Functions functions) {
        this(stallTimeout, password, identities, undoCommands, functions, false);
    }

    public static PipeContext plain() {
        return new PipeContext(
                DEFAULT_STALL_TIMEOUT, Optional.empty(), Optional.empty(), Map.of(), Functions.NONE, false);
    }

    public PipeContext withRest(Duration newRest) {
        return new PipeContext(newRest, password, identities, undoCommands, functions, encryptedOnly);
    }

    public PipeContext withPassword(SecretSource source) {
        return new PipeContext(stallTimeout, Optional.of(source), identities, undoCommands, functions, encryptedOnly);
    }

    public PipeContext withIdentities(SecretSource source) {
        return new PipeContext(stallTimeout, password, Optional.of(source), undoCommands, functions, encryptedOnly);
    }

    public PipeContext withUndoCommands(Map<String, Command> commands) {
        return new PipeContext(stallTimeout, password, identities, commands, functions, encryptedOnly);
    }

    public PipeContext withFunctions(Functions bound) {
        return new PipeContext(stallTimeout, password, identities, undoCommands, bound, encryptedOnly);
    }

    public PipeContext withEncryptedOnly(boolean only) {
        return new PipeContext(stallTimeout, password, identities, undoCommands, functions, only);
    }

    /**
     * Reads each secret that was named, once, so that one that cannot be had is not taken for damage of a backup.
     *
     * @throws SecretException if one cannot be had
     */
    public void checkSecrets() throws IOException {
        if (password.isPresent()) {
            password.get().password().close();
        }
        if (identities.isPresent()) {
            identities.get().read().close();
        }
    }
}
