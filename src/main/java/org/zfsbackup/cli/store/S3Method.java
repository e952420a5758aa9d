package org.zfsbackup.cli.store;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.chunk.ChunkSizes;
import org.zfsbackup.store.s3.PartSettings;
import org.zfsbackup.store.s3.S3Uri;
import org.zfsbackup.stream.ByteSize;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The destination {@code s3}: chunks as objects in a bucket. */
@Command(
        name = "s3",
        description = {
            "Stores backups in a bucket of Amazon S3 or of a server with the same API.",
            "Credentials that you do not name are looked up as the AWS SDK does it: in the variables AWS_ACCESS_KEY_ID and"
                    + " AWS_SECRET_ACCESS_KEY, in ~/.aws/credentials, and in the role of the machine."
        },
        sortOptions = false)
public final class S3Method extends StoreMethod {
    @Option(names = "--bucket", required = true, paramLabel = "BUCKET", description = "The bucket. It must exist.")
    @Nullable
    String bucket;

    @Option(names = "--server", paramLabel = "URL", description = "The address of the server (default: Amazon's).")
    @Nullable
    String server;

    @Option(names = "--region", paramLabel = "NAME", description = "The region of the bucket.")
    @Nullable
    String region;

    @Option(
            names = "--path-style",
            negatable = true,
            description = "Put the bucket into the path of URLs, not into the host name (default: for all servers but"
                    + " Amazon's).")
    @Nullable
    Boolean pathStyle;

    @Option(
            names = "--part-size",
            paramLabel = "MIB",
            description = "The size of the parts in which chunks are transferred (default: 8).")
    @Nullable
    Integer partSize;

    @Option(
            names = "--parallel-parts",
            paramLabel = "NUMBER",
            description = "The number of parts that are transferred at the same time (default: 4).")
    @Nullable
    Integer parallelParts;

    @Mixin
    UploadOptions upload = new UploadOptions();

    @Mixin
    AccessKeyOptions keys = new AccessKeyOptions();

    @Option(
            names = "--credentials-file",
            paramLabel = "FILE",
            description = "A credentials file in the format of ~/.aws/credentials.")
    @Nullable
    Path credentialsFile;

    @Option(names = "--profile", paramLabel = "NAME", description = "The profile in the credentials file.")
    @Nullable
    String profile;

    @Override
    ZfsBackup at(ZfsBackup backup) throws IOException {
        String uri = S3Uri.SCHEME + bucket + "?" + String.join("&", options());
        try {
            checkSize(S3Uri.of(uri).transfer());
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
        ZfsBackup placed = backup.to(uri);
        return keys.credentials(root().allowReadableSecrets())
                .map(placed::credentials)
                .orElse(placed);
    }

    /** A server would refuse such a chunk only at its last part, hours later. */
    private void checkSize(PartSettings transfer) {
        Optional<String> size = root().chunkSize();
        if (size.isPresent() && ChunkSizes.parse(size.get()).largest() > transfer.longest()) {
            throw new IllegalArgumentException(
                    "a chunk of " + size.get() + " needs more parts than a server takes: at this"
                            + " part size they hold " + ByteSize.format(transfer.longest())
                            + ". Choose a larger --part-size or a smaller --chunk-size");
        }
    }

    private List<String> options() {
        List<String> options = new ArrayList<>();
        options.add("checksums=" + upload.checksums);
        options.add("glacier=" + upload.glacier);
        add(options, "uriEndpointOverride", server);
        add(options, "region", region);
        add(options, "forcePathStyle", pathStyle);
        add(options, "credentialsFile", credentialsFile == null ? null : credentialsFile.toAbsolutePath());
        add(options, "profileCredentialsName", profile);
        add(options, "storageClass", upload.storageClass);
        add(options, "partSize", partSize);
        add(options, "parallel", parallelParts);
        return options;
    }

    private void add(List<String> options, String name, @Nullable Object value) {
        if (value != null) {
            if (value.toString().matches(".*[&?%()].*")) {
                throw usage("'" + value + "' contains one of & ? % ( ), which the URI of an endpoint cannot hold here");
            }
            options.add(name + "=" + value);
        }
    }
}
