package org.zfsbackup.cli.option;

import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine.Option;

/** The options that say where passwords and keys are. */
@OptionGroup("Passwords and keys")
public final class SecretOptions {
    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password of encrypted backups.")
    @Nullable
    Path passwordFile;

    @Option(
            names = "--password-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the password.")
    @Nullable
    String passwordVariable;

    @Option(
            names = "--recipients-file",
            paramLabel = "FILE",
            description = "A file with one recipient of age a line, as for age -R. Backups that are read must then be"
                    + " encrypted.")
    @Nullable
    Path recipientsFile;

    @Option(
            names = "--identity-file",
            paramLabel = "FILE",
            description = "The file with the age identity of a recipient, for reading backups.")
    @Nullable
    Path identityFile;

    @Option(
            names = "--identity-env",
            paramLabel = "NAME",
            description = "The environment variable that holds the identity.")
    @Nullable
    String identityVariable;

    @Option(
            names = "--allow-readable-secrets",
            description = "Accept password and identity files that users other than their owner can read.")
    boolean allowReadableSecrets;

    /** Whether files with secrets are accepted that users other than their owner can read. */
    public boolean allowReadableSecrets() {
        return allowReadableSecrets;
    }

    /** The absolute path of the file with the recipients of age, if the user named one. */
    Optional<Path> recipientsFile() {
        return Optional.ofNullable(recipientsFile).map(Path::toAbsolutePath);
    }

    /** The backup with these options, for reading. */
    public ZfsBackup apply(ZfsBackup backup) {
        ZfsBackup chosen = backup.allowReadableSecrets(allowReadableSecrets);
        chosen = recipientsFile().map(chosen::recipientsFile).orElse(chosen);
        chosen = passwordFile == null ? chosen : chosen.passwordFile(passwordFile);
        chosen = passwordVariable == null ? chosen : chosen.passwordVariable(passwordVariable);
        chosen = identityFile == null ? chosen : chosen.identityFile(identityFile);
        return identityVariable == null ? chosen : chosen.identityVariable(identityVariable);
    }

    /** The options of a pipe that say where its password is, never the password itself; empty if the user named none. */
    Optional<String> password() {
        if (passwordFile == null && passwordVariable == null) {
            return Optional.empty();
        }
        String file = passwordFile == null ? "" : "&passwordFile=RAW(" + passwordFile.toAbsolutePath() + ")";
        String variable = passwordVariable == null ? "" : "&passwordReference=env:" + passwordVariable;
        return Optional.of("allowReadableSecrets=" + allowReadableSecrets + file + variable);
    }
}
