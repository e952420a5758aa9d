package org.zfsbackup.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;

/** The options that say which pipes a backup goes through, and where the secrets are. */
final class PipeOptions {
    @Option(
            names = {"--compressed", "-C"},
            description = "Compress with gzip.",
            scope = ScopeType.INHERIT)
    boolean compressed;

    @Option(names = "--pigz", description = "The same; kept from the original.", scope = ScopeType.INHERIT)
    boolean pigz;

    @Option(
            names = "--compress",
            paramLabel = "gzip|zstd[:LEVEL]",
            description = "Compress, at this level: gzip 1 to 9 (6) or fast, zstd 1 to 19 (3).",
            scope = ScopeType.INHERIT)
    @Nullable
    String compress;

    @Option(
            names = {"--encrypted", "-E"},
            description =
                    "Encrypt as openssl enc does, with --password-file. It hides, but does not authenticate: who can"
                            + " write to the target can change what is in it.",
            scope = ScopeType.INHERIT)
    boolean encrypted;

    @Option(
            names = "--cipher",
            paramLabel = "CIPHER",
            description = "The cipher of --encrypted, as openssl names it (default: aes-256-cbc).",
            scope = ScopeType.INHERIT)
    @Nullable
    String cipher;

    @Option(
            names = "--encrypt",
            paramLabel = "age|openssl",
            description = "Encrypt and authenticate with age, to recipients or with the password as passphrase; or"
                    + " with openssl, as -E does.",
            scope = ScopeType.INHERIT)
    @Nullable
    String encrypt;

    @Option(
            names = "--no-encrypt",
            description =
                    "Store a backup unencrypted although the one before it is encrypted, or with openssl although it"
                            + " is with age.",
            scope = ScopeType.INHERIT)
    boolean noEncrypt;

    @Option(
            names = "--allow-unencrypted",
            description = "Restore and verify backups that are not encrypted although a key or recipients are named.",
            scope = ScopeType.INHERIT)
    boolean allowUnencrypted;

    @Option(
            names = "--recipient",
            paramLabel = "AGE1...",
            description = "Whom age encrypts to; may be repeated.",
            scope = ScopeType.INHERIT)
    List<String> recipients = new ArrayList<>();

    @Option(
            names = "--recipients-file",
            paramLabel = "FILE",
            description = "The file with recipients, one a line, as age -R takes it.",
            scope = ScopeType.INHERIT)
    @Nullable
    Path recipientsFile;

    @Option(
            names = "--identity-file",
            paramLabel = "FILE",
            description = "To read backups: the file with the age identity of a recipient.",
            scope = ScopeType.INHERIT)
    @Nullable
    Path identityFile;

    @Option(
            names = "--identity-env",
            paramLabel = "NAME",
            description = "Or the environment variable that holds it.",
            scope = ScopeType.INHERIT)
    @Nullable
    String identityVariable;

    @Option(
            names = "--password-file",
            paramLabel = "FILE",
            description = "The file whose first line is the password of encrypted backups.",
            scope = ScopeType.INHERIT)
    @Nullable
    Path passwordFile;

    @Option(
            names = "--password-env",
            paramLabel = "NAME",
            description = "Or the environment variable that holds it.",
            scope = ScopeType.INHERIT)
    @Nullable
    String passwordVariable;

    @Option(
            names = "--allow-readable-secrets",
            description = "Take password and identity files although others than their owner may read them.",
            scope = ScopeType.INHERIT)
    boolean allowReadableSecrets;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The backup, told where the secrets are. */
    ZfsBackup secrets(ZfsBackup backup) {
        ZfsBackup told = backup.allowReadableSecrets(allowReadableSecrets);
        told = told.noEncrypt(noEncrypt).allowUnencrypted(allowUnencrypted);
        told = recipientsFile == null ? told : told.recipientsFile(recipientsFile.toAbsolutePath());
        told = passwordFile == null ? told : told.passwordFile(passwordFile);
        told = passwordVariable == null ? told : told.passwordVariable(passwordVariable);
        told = identityFile == null ? told : told.identityFile(identityFile);
        return identityVariable == null ? told : told.identityVariable(identityVariable);
    }

    /** The pipe for a template's compress parameter. */
    String compression() {
        if (compress != null) {
            String[] parts = compress.split(":", 2);
            if (!List.of("gzip", "zstd").contains(parts[0])) {
                throw usage("--compress knows gzip and zstd, not '" + parts[0] + "'");
            }
            return parts.length == 1 ? parts[0] : parts[0] + "?level=" + parts[1];
        }
        return compressed || pigz ? "gzip" : "none";
    }

    /** The pipe for a template's encrypt parameter. */
    String encryption() {
        String name = encrypt == null ? (encrypted ? "openssl" : "none") : encrypt;
        boolean both = encrypted && !name.equals("openssl");
        if (both || !List.of("age", "openssl", "none").contains(name)) {
            throw usage(
                    both
                            ? "-E is --encrypt=openssl: name one of them"
                            : "--encrypt knows age and openssl, not '" + name + "'");
        }
        boolean toRecipients = !recipients.isEmpty() || recipientsFile != null;
        if (toRecipients && !name.equals("age")) {
            throw usage("recipients are for --encrypt=age");
        }
        if (cipher != null && !name.equals("openssl")) {
            throw usage("--cipher is for -E: age has one of its own");
        }
        return switch (name) {
            case "age" ->
                "age?"
                        + (toRecipients
                                ? recipients()
                                : password(
                                        "--encrypt=age needs somebody to encrypt to:"
                                                + " name --recipient or --recipients-file, or a passphrase with --password-file"));
            case "openssl" ->
                "openssl?" + (cipher == null ? "" : "cipher=" + cipher + "&")
                        + password("-E needs a password: name the file that holds it with --password-file");
            default -> "none";
        };
    }

    private String recipients() {
        String named = recipients.isEmpty() ? "" : "recipients=" + String.join(",", recipients);
        String file = recipientsFile == null ? "" : "recipientsFile=RAW(" + recipientsFile.toAbsolutePath() + ")";
        return named + (named.isEmpty() || file.isEmpty() ? "" : "&") + file;
    }

    private String password(String otherwise) {
        if (passwordFile == null && passwordVariable == null) {
            throw usage(otherwise);
        }
        String file = passwordFile == null ? "" : "&passwordFile=RAW(" + passwordFile.toAbsolutePath() + ")";
        String variable = passwordVariable == null ? "" : "&passwordReference=env:" + passwordVariable;
        return "allowReadableSecrets=" + allowReadableSecrets + file + variable;
    }

    private CommandLine.ParameterException usage(String sentence) {
        if (spec == null) {
            throw new IllegalStateException("picocli sets it");
        }
        return new CommandLine.ParameterException(spec.commandLine(), sentence);
    }
}
