package org.zfsbackup.target.s3;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.target.Availability;

/** Amazon's storage classes whose objects are read as copies that must be asked for. GLACIER_IR is none of them. */
final class Archive {
    private static final Set<String> CLASSES = Set.of("GLACIER", "DEEP_ARCHIVE");

    private Archive() {}

    /**
     * As the headers {@code x-amz-storage-class} and {@code x-amz-restore} say.
     *
     * @param restore for example {@code ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"}
     */
    static Availability availability(@Nullable String storageClass, @Nullable String restore) {
        if (storageClass == null || !CLASSES.contains(storageClass)) {
            return Availability.AVAILABLE;
        }
        if (restore == null) {
            return Availability.OFFLINE;
        }
        return restore.contains("ongoing-request=\"true\"") ? Availability.TRANSFERRING : Availability.AVAILABLE;
    }
}
