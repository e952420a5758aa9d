package org.zfsbackup.camel.component.backup;

import java.time.Duration;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.CamelSecrets;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.process.Command;

/** How backups are decrypted and decoded. */
@UriParams
public final class ReadConfiguration {
    @UriParam(
            label = "security",
            description = "read, plan-restore, verify, test-restore: the file whose first line is the password.")
    private @Nullable String passwordFile;

    @UriParam(
            label = "security",
            description = "A reference to the password, instead of passwordFile. Written like a placeholder"
                    + " without braces: env:NAME, or a vault's reference such as hashicorp:engine:name.")
    private @Nullable String passwordReference;

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify, test-restore: the file with the age identities to decrypt with.")
    private @Nullable String identityFile;

    @UriParam(
            label = "security",
            description = "A reference to the age identity, instead of identityFile; written like passwordReference.")
    private @Nullable String identityReference;

    @UriParam(
            label = "security",
            description = "Accept password and identity files that other users than their owner can read.")
    private boolean allowReadableSecrets;

    @UriParam(
            label = "security",
            description =
                    "verify, plan-restore, test-restore: the file with the recipients that backups are encrypted to. Backups"
                            + " that are not encrypted are then refused. A password or an identity has the same"
                            + " effect.")
    private @Nullable String recipientsFile;

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify, test-restore: accept backups that are not encrypted although a"
                    + " password, an identity or recipients are given.")
    private boolean allowUnencrypted;

    @UriParam(
            prefix = "undo.",
            multiValue = true,
            description =
                    "read, plan-restore, verify, test-restore: undo.NAME=COMMAND reverses the exec pipe with that name.")
    private @Nullable Map<String, Object> undoCommands;

    public @Nullable String getPasswordFile() {
        return passwordFile;
    }

    public void setPasswordFile(@Nullable String passwordFile) {
        this.passwordFile = passwordFile;
    }

    public @Nullable String getPasswordReference() {
        return passwordReference;
    }

    public void setPasswordReference(@Nullable String passwordReference) {
        this.passwordReference = passwordReference;
    }

    public @Nullable String getIdentityFile() {
        return identityFile;
    }

    public void setIdentityFile(@Nullable String identityFile) {
        this.identityFile = identityFile;
    }

    public @Nullable String getIdentityReference() {
        return identityReference;
    }

    public void setIdentityReference(@Nullable String identityReference) {
        this.identityReference = identityReference;
    }

    public boolean isAllowReadableSecrets() {
        return allowReadableSecrets;
    }

    public void setAllowReadableSecrets(boolean allowReadableSecrets) {
        this.allowReadableSecrets = allowReadableSecrets;
    }

    public @Nullable String getRecipientsFile() {
        return recipientsFile;
    }

    public void setRecipientsFile(@Nullable String recipientsFile) {
        this.recipientsFile = recipientsFile;
    }

    public boolean isAllowUnencrypted() {
        return allowUnencrypted;
    }

    public void setAllowUnencrypted(boolean allowUnencrypted) {
        this.allowUnencrypted = allowUnencrypted;
    }

    public @Nullable Map<String, Object> getUndoCommands() {
        return undoCommands;
    }

    public void setUndoCommands(@Nullable Map<String, Object> undoCommands) {
        this.undoCommands = undoCommands;
    }

    PipeContext context(Duration stallTimeout, Functions functions, CamelContext context) {
        Map<String, Command> commands = new LinkedHashMap<>();
        if (undoCommands != null) {
            undoCommands.forEach((name, command) -> commands.put(name, Command.parse(String.valueOf(command))));
        }
        return new PipeContext(
                stallTimeout,
                CamelSecrets.of("the password", passwordFile, passwordReference, allowReadableSecrets, context),
                CamelSecrets.of("the identity", identityFile, identityReference, allowReadableSecrets, context),
                commands,
                functions,
                expectsEncryption());
    }

    private boolean expectsEncryption() {
        boolean named = Stream.of(passwordFile, passwordReference, identityFile, identityReference, recipientsFile)
                .anyMatch(Objects::nonNull);
        return named && !allowUnencrypted;
    }
}
