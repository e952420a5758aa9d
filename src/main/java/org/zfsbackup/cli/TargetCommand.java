package org.zfsbackup.cli;

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
import picocli.CommandLine.ScopeType;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;

/** The method {@code target}: backups as chunks at any target, by its URI. */
@Command(
        name = "target",
        description = "Backups at any target that can be restored from, by its URI. Without an operation: backup.",
        subcommands = CheckCommand.class)
final class TargetCommand extends Method {
    @Option(
            names = "--uri",
            paramLabel = "URI",
            description =
                    "The target, for example sftp://backup@nas/host or aws2-s3:BUCKET?region=NAME. Name a secret's"
                            + " file in it, not the secret.",
            scope = ScopeType.LOCAL)
    @Nullable
    String uri;

    @Option(
            names = "--routes-file",
            paramLabel = "FILE",
            description = "YAML or XML with routes of your own, which routes:NAME needs. May be named several times.",
            scope = ScopeType.INHERIT)
    List<Path> routesFiles = new ArrayList<>();

    @Mixin
    KeyOptions keys = new KeyOptions();

    @Override
    ZfsBackup at(ZfsBackup backup) throws IOException {
        if (uri == null || uri.isBlank()) {
            throw usage("name the target with --uri URI");
        }
        ZfsBackup placed = backup.to(uri);
        for (Path file : routesFiles) {
            placed = placed.routesFile(file);
        }
        Optional<AwsCredentialsProvider> credentials = keys.credentials(common().pipes.allowReadableSecrets);
        if (credentials.isPresent() && !uri.startsWith(S3Uri.SCHEME)) {
            throw usage("--key and --secret-file are for targets " + S3Uri.SCHEME + "BUCKET");
        }
        return credentials.isPresent() ? placed.credentials(credentials.get()) : placed;
    }
}
