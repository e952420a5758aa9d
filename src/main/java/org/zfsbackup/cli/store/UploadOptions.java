package org.zfsbackup.cli.store;

import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.option.OptionGroup;
import picocli.CommandLine.Option;

/** The options that choose how chunks lie in a bucket. */
@OptionGroup("Chunks in the bucket")
final class UploadOptions {
    @Option(
            names = "--glacier",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Keep a lifecycle rule in the bucket that moves this prefix's chunks to Glacier after a day (the"
                            + " default). --no-glacier removes the rule.")
    boolean glacier = true;

    @Option(
            names = "--storage-class",
            paramLabel = "CLASS",
            description = "The storage class of new chunks, for example STANDARD_IA or DEEP_ARCHIVE.")
    @Nullable
    String storageClass;

    @Option(
            names = "--checksums",
            negatable = true,
            defaultValue = "true",
            fallbackValue = "true",
            description =
                    "Send Amazon's newer checksums with uploads (the default). --no-checksums sends MD5, for servers"
                            + " that refuse them.")
    boolean checksums = true;
}
