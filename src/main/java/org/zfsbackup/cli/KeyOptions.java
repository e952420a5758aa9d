package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretFile;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;
import picocli.CommandLine.Spec;
import software.amazon.awssdk.auth.credentials.AwsBasicCredentials;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.auth.credentials.StaticCredentialsProvider;

/** The options that name who we are for a bucket. */
final class KeyOptions {
    @Option(
            names = {"--key", "--s3-id"},
            paramLabel = "ID",
            description = "For buckets: the access key's id.",
            scope = ScopeType.INHERIT)
    @Nullable
    String key;

    @Option(
            names = "--secret",
            paramLabel = "SECRET",
            description = "The access key's secret. Everybody on this host can see it while the command runs: better is"
                    + " --secret-file, or the environment.",
            scope = ScopeType.INHERIT)
    @Nullable
    String secret;

    @Option(
            names = "--secret-file",
            paramLabel = "FILE",
            description = "The file whose first line is that secret.",
            scope = ScopeType.INHERIT)
    @Nullable
    Path secretFile;

    @Spec(Spec.Target.MIXEE)
    @Nullable
    CommandSpec spec;

    /** Nothing where none are named: then they are looked for where the SDK looks. */
    Optional<AwsCredentialsProvider> credentials(boolean allowReadableSecrets) throws IOException {
        return key == null && secret == null && secretFile == null
                ? Optional.empty()
                : Optional.of(StaticCredentialsProvider.create(named(allowReadableSecrets)));
    }

    private AwsBasicCredentials named(boolean allowReadableSecrets) throws IOException {
        if (key != null && secret != null && secretFile == null) {
            return AwsBasicCredentials.create(key, secret);
        }
        if (key == null || secretFile == null || secret != null) {
            if (spec == null) {
                throw new IllegalStateException("picocli sets it");
            }
            throw new CommandLine.ParameterException(
                    spec.commandLine(), "name --key together with --secret-file or with --secret");
        }
        try (Secret read = new SecretFile(secretFile, allowReadableSecrets).password()) {
            return AwsBasicCredentials.create(key, new String(read.bytes(), StandardCharsets.UTF_8));
        }
    }
}
