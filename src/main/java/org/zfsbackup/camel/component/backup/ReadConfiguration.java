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
            description = "read, plan-restore, verify: the file whose first line is the password.")
    private @Nullable String passwordFile;

    @UriParam(
            label = "security",
            description = "Instead of passwordFile: a reference to the password, as a placeholder without its braces:"
                    + " env:NAME, or a vault's, such as hashicorp:engine:name.")
    private @Nullable String passwordReference;

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify: the file with the age identities to decrypt with.")
    private @Nullable String identityFile;

    @UriParam(
            label = "security",
            description = "Instead of identityFile: a reference to the identity, as passwordReference is one.")
    private @Nullable String identityReference;

    @UriParam(
            label = "security",
            description = "Take password and identity files although others than their owner may read them.")
    private boolean allowReadableSecrets;

    @UriParam(
            label = "security",
            description =
                    "verify, plan-restore: the file with the recipients that backups are encrypted to. A backup that"
                            + " is not encrypted is then refused, as it is if a key is named.")
    private @Nullable String recipientsFile;

    @UriParam(
            label = "security",
            description = "read, plan-restore, verify: take backups that are not encrypted although a password, an"
                    + " identity or recipients are named.")
    private boolean allowUnencrypted;

    @UriParam(
            prefix = "undo.",
            multiValue = true,
            description = "read, plan-restore, verify: undo.NAME=COMMAND undoes the exec pipe of that name.")
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
