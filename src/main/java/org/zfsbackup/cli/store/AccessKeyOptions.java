package org.zfsbackup.cli.store;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.option.OptionGroup;
import org.zfsbackup.cli.option.WrongUsage;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretFile;
import org.zfsbackup.store.s3.AccessKey;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The access key for a bucket. */
@OptionGroup("Access key for buckets")
final class AccessKeyOptions {
    @Option(
            names = {"--key", "--s3-id"},
            paramLabel = "ID",
            description = "The ID of the access key.")
    @Nullable
    String key;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description =
                    "The secret of the access key. All users of this host can see it while the command runs, so prefer"
                            + " --secret-file or the environment.")
    @Nullable
    String secret;

    @Option(names = "--secret-file", paramLabel = "FILE", description = "The file whose first line is the secret.")
    @Nullable
    Path secretFile;

    @Option(
            names = "--session-token-file",
            paramLabel = "FILE",
            description = "The file whose first line is the session token of a temporary access key.")
    @Nullable
    Path sessionTokenFile;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** The access key; empty if the user named none, so that the SDK looks it up. */
    Optional<AwsCredentialsProvider> credentials(boolean allowReadableSecrets) throws IOException {
        return key == null && secret == null && secretFile == null && sessionTokenFile == null
                ? Optional.empty()
                : Optional.of(named(allowReadableSecrets).provider());
    }

    private AccessKey named(boolean allowReadableSecrets) throws IOException {
        if (key == null || (secret == null) == (secretFile == null)) {
            throw WrongUsage.of(spec, "name --key together with --secret-file or with --secret");
        }
        String proof = secretFile == null ? String.valueOf(secret) : firstLine(secretFile, allowReadableSecrets);
        Optional<String> token = sessionTokenFile == null
                ? Optional.empty()
                : Optional.of(firstLine(sessionTokenFile, allowReadableSecrets));
        return new AccessKey(key, proof, token);
    }

    private static String firstLine(Path file, boolean allowReadableSecrets) throws IOException {
        try (Secret read = new SecretFile(file, allowReadableSecrets).password()) {
            return new String(read.bytes(), StandardCharsets.UTF_8);
        }
    }
}
