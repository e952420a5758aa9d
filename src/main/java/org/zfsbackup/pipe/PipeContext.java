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
 * What pipes need besides the route and the map.
 *
 * @param stallTimeout the longest time in which a stream may move no byte
 * @param password the source of the password with which pipes encrypt and decrypt
 * @param identities the source of the age identities with which pipes decrypt
 * @param undoCommands the user's commands that undo {@code exec} pipes, by the label of the pipe
 * @param functions the user's functions
 * @param encryptedOnly whether to refuse a backup that is not encrypted: if the user has named a key, somebody else may
 *     have put such a backup there
 */
public record PipeContext(
        Duration stallTimeout,
        Optional<SecretSource> password,
        Optional<SecretSource> identities,
        Map<String, Command> undoCommands,
        Functions functions,
        boolean encryptedOnly) {
    public PipeContext {
        undoCommands = Map.copyOf(undoCommands);
    }

    /** A context that accepts backups whether they are encrypted or not. */
    public PipeContext(
            Duration stallTimeout,
            Optional<SecretSource> password,
            Optional<SecretSource> identities,
            Map<String, Command> undoCommands,
            Functions functions) {
        this(stallTimeout, password, identities, undoCommands, functions, false);
    }

    /** Returns a context without secrets, commands and functions. */
    public static PipeContext plain() {
        return new PipeContext(
                StallTimeout.DEFAULT, Optional.empty(), Optional.empty(), Map.of(), Functions.NONE, false);
    }

    /** Returns the context with this stall timeout. */
    public PipeContext withStallTimeout(Duration newRest) {
        return new PipeContext(newRest, password, identities, undoCommands, functions, encryptedOnly);
    }

    /** Returns the context with this source of the password. */
    public PipeContext withPassword(SecretSource source) {
        return new PipeContext(stallTimeout, Optional.of(source), identities, undoCommands, functions, encryptedOnly);
    }

    /** Returns the context with this source of age identities. */
    public PipeContext withIdentities(SecretSource source) {
        return new PipeContext(stallTimeout, password, Optional.of(source), undoCommands, functions, encryptedOnly);
    }

    /** Returns the context with these commands, by the label of the pipe that each one undoes. */
    public PipeContext withUndoCommands(Map<String, Command> commands) {
        return new PipeContext(stallTimeout, password, identities, commands, functions, encryptedOnly);
    }

    /** Returns the context with these functions. */
    public PipeContext withFunctions(Functions bound) {
        return new PipeContext(stallTimeout, password, identities, undoCommands, bound, encryptedOnly);
    }

    /** Returns the context that refuses backups without encryption, or accepts them. */
    public PipeContext withEncryptedOnly(boolean only) {
        return new PipeContext(stallTimeout, password, identities, undoCommands, functions, only);
    }

    /**
     * Reads each secret that was named once, so that a missing secret is not mistaken for a damaged backup.
     *
     * @throws SecretException if one cannot be read
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
