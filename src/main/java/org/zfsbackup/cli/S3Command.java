package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.store.s3.PartSettings;
import org.zfsbackup.store.s3.S3Uri;
import org.zfsbackup.stream.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The method {@code s3}: backups as chunks in a bucket. */
@Command(
        name = "s3",
        description = "Backups in a bucket of Amazon S3, or of a server that speaks its language. Without an operation:"
                + " backup. Credentials that are not named are looked for where the SDK looks: AWS_ACCESS_KEY_ID and"
                + " AWS_SECRET_ACCESS_KEY, ~/.aws, the machine's role.")
final class S3Command extends Method {
    @Option(
            names = "--bucket",
            required = true,
            paramLabel = "BUCKET",
            description = "The bucket; it is never made by itself.",
            scope = ScopeType.LOCAL)
    @Nullable
    String bucket;

    @Mixin
    KeyOptions keys = new KeyOptions();

    @Option(
            names = "--credentials-file",
            paramLabel = "FILE",
            description = "A file like ~/.aws/credentials.",
            scope = ScopeType.LOCAL)
    @Nullable
    Path credentialsFile;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile in it.", scope = ScopeType.LOCAL)
    @Nullable
    String profile;

    @Option(
            names = "--server",
            paramLabel = "URL",
            description = "The server's address (default: Amazon's).",
            scope = ScopeType.LOCAL)
    @Nullable
    String server;

    @Option(names = "--region", paramLabel = "NAME", description = "The bucket's region.", scope = ScopeType.LOCAL)
    @Nullable
    String region;

    @Option(
            names = "--path-style",
            negatable = true,
            description = "The bucket in the path, not in the host's name (default: for all servers but Amazon).",
            scope = ScopeType.LOCAL)
    @Nullable
    Boolean pathStyle;

    @Option(
            names = "--checksums",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description = "Amazon's newer checksums on uploads (the default); MD5 for servers that refuse them.",
            scope = ScopeType.LOCAL)
    boolean checksums = true;

    @Option(
            names = "--glacier",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "A lifecycle rule of the bucket moves this prefix's chunks to Glacier after a day (the default);"
                            + " --no-glacier takes the rule out.",
            scope = ScopeType.LOCAL)
    boolean glacier = true;

    @Option(
            names = "--storage-class",
            paramLabel = "CLASS",
            description = "The storage class that chunks are written to, for example STANDARD_IA or DEEP_ARCHIVE.",
            scope = ScopeType.LOCAL)
    @Nullable
    String storageClass;

    @Option(
            names = "--part-size",
            paramLabel = "MIB",
            description = "The size of the parts that are on their way (default: 8).",
            scope = ScopeType.LOCAL)
    @Nullable
    Integer partSize;

    @Option(
            names = "--parallel",
            paramLabel = "NUMBER",
            description = "How many parts are on their way at once (default: 4).",
            scope = ScopeType.LOCAL)
    @Nullable
    Integer parallel;

    @Override
    String largestChunk() {
        return "4GiB";
    }

    @Override
    ZfsBackup at(ZfsBackup backup) throws IOException {
        String uri = S3Uri.SCHEME + bucket + "?" + String.join("&", options());
        try {
            checkSize(S3Uri.of(uri).transfer());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        ZfsBackup placed = backup.to(uri);
        return keys.credentials(common().pipes.allowReadableSecrets)
                .map(placed::credentials)
                .orElse(placed);
    }

    /** Else it would be noticed hours later, at the last part. */
    private void checkSize(PartSettings transfer) {
        String size = common().chunkSize;
        if (size != null && ByteSize.parse(size) > transfer.longest()) {
            throw new IllegalArgumentException(
                    "a chunk of " + size + " needs more parts than a server takes, which are "
                            + ByteSize.format(transfer.longest()) + " in all: name a larger --part-size, or a smaller"
                            + " --chunk-size");
        }
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("checksums=" + checksums);
        options.add("glacier=" + glacier);
        add(options, "uriEndpointOverride", server);
        add(options, "region", region);
        add(options, "forcePathStyle", pathStyle);
        add(options, "credentialsFile", credentialsFile == null ? null : credentialsFile.toAbsolutePath());
        add(options, "profileCredentialsName", profile);
        add(options, "storageClass", storageClass);
        add(options, "partSize", partSize);
        add(options, "parallel", parallel);
        return options;
    }

    private void add(List<String> options, String name, @Nullable Object value) {
        if (value != null) {
            if (value.toString().matches(".*[&?%()].*")) {
                throw usage("'" + value + "' has a & ? % ( or ) in it, which no URI of an endpoint can hold here");
            }
            options.add(name + "=" + value);
        }
    }
}
