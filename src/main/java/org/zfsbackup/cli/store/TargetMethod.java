package org.zfsbackup.cli.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.store.s3.S3Uri;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The destination {@code target}: chunks at any target, by its URI. */
@Command(
        name = "target",
        description = "Stores backups at any target that can return them, by its URI.",
        subcommands = CheckOperation.class,
        sortOptions = false)
public final class TargetMethod extends StoreMethod {
    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "The target, for example sftp://backup@nas/host or aws2-s3:BUCKET?region=NAME. For a secret, put"
                            + " the name of its file into the URI, not the secret itself.")
    @Nullable
    String uri;

    @Option(
            names = "--routes-file",
            paramLabel = "FILE",
            description =
                    "A YAML or XML file with your own routes, for targets routes:NAME. Repeat the option for more.")
    List<Path> routesFiles = new ArrayList<>();

    @Mixin
    AccessKeyOptions keys = new AccessKeyOptions();

    @Override
    ZfsBackup at(ZfsBackup backup) throws IOException {
        if (uri == null || uri.isBlank()) {
            throw usage("name the target with --uri URI");
        }
        ZfsBackup placed = backup.to(uri);
        for (Path file : routesFiles) {
            placed = placed.routesFile(file);
        }
        Optional<AwsCredentialsProvider> credentials = keys.credentials(root().allowReadableSecrets());
        if (credentials.isPresent() && !uri.startsWith(S3Uri.SCHEME)) {
            throw usage("--key, --secret and --secret-file work only with targets " + S3Uri.SCHEME + "BUCKET");
        }
        return credentials.isPresent() ? placed.credentials(credentials.get()) : placed;
    }
}
