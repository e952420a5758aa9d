package org.zfsbackup.cli.option;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ParameterException;
import picocli.CommandLine.Spec;

/** The options that choose how backups are encrypted, and for whom. */
@OptionGroup("Encryption")
public final class EncryptionOptions {
    @Option(
            names = {"--encrypted", "-E"},
            description =
                    "Encrypt as openssl enc does, with --password-file. Encrypts without authentication: anyone with"
                            + " write access to the target can tamper undetected.")
    boolean encrypted;

    @Option(
            names = "--cipher",
            paramLabel = "CIPHER",
            description = "The cipher of -E, by openssl's name for it (default: aes-256-cbc).")
    @Nullable
    String cipher;

    @Option(
            names = "--encrypt",
            paramLabel = "age|openssl",
            description =
                    "Encrypt and authenticate with age, for recipients or with the password as passphrase; or encrypt"
                            + " with openssl, as -E does.")
    @Nullable
    String encrypt;

    @Option(
            names = "--no-encrypt",
            description =
                    "Allow a backup with weaker protection than the previous one: unencrypted after an encrypted one,"
                            + " or openssl after age.")
    boolean noEncrypt;

    @Option(
            names = "--recipient",
            paramLabel = "AGE1...",
            description = "The public key of a recipient of --encrypt=age. Repeat the option for more.")
    List<String> recipients = new ArrayList<>();

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The backup with these options, except for the pipe. */
    public ZfsBackup apply(ZfsBackup backup) {
        return backup.noEncrypt(noEncrypt);
    }

    /** The pipe that encrypts, as in {@code pipe:NAME?OPTIONS}; {@code none} if the user chose no encryption. */
    public String pipe(SecretOptions secrets) {
        String name = name();
        String forRecipients = recipients(secrets);
        if (!forRecipients.isEmpty() && !name.equals("age")) {
            throw usage("recipients need --encrypt=age");
        }
        if (cipher != null && !name.equals("openssl")) {
            throw usage("--cipher needs -E: age has a cipher of its own");
        }
        return switch (name) {
            case "age" -> "age?" + (forRecipients.isEmpty() ? passphrase(secrets) : forRecipients);
            case "openssl" -> "openssl?" + (cipher == null ? "" : "cipher=" + cipher + "&") + password(secrets);
            default -> "none";
        };
    }

    private String name() {
        String name = encrypt == null ? (encrypted ? "openssl" : "none") : encrypt;
        if (encrypted && !name.equals("openssl")) {
            throw usage("-E means --encrypt=openssl: use either -E or --encrypt=" + name);
        }
        if (!List.of("age", "openssl", "none").contains(name)) {
            throw usage("--encrypt accepts age or openssl, not '" + name + "'");
        }
        return name;
    }

    private String recipients(SecretOptions secrets) {
        Stream<String> named =
                recipients.isEmpty() ? Stream.empty() : Stream.of("recipients=" + String.join(",", recipients));
        Stream<String> file = secrets.recipientsFile().map(path -> "recipientsFile=RAW(" + path + ")").stream();
        return Stream.concat(named, file).collect(Collectors.joining("&"));
    }

    private String passphrase(SecretOptions secrets) {
        return secrets.password()
                .orElseThrow(() -> usage("--encrypt=age needs somebody to encrypt to: name --recipient or"
                        + " --recipients-file, or a passphrase with --password-file"));
    }

    private String password(SecretOptions secrets) {
        return secrets.password()
                .orElseThrow(() -> usage("-E needs a password: name the file that holds it with --password-file"));
    }

    private ParameterException usage(String sentence) {
        return WrongUsage.of(spec, sentence);
    }
}
