package org.zfsbackup.store.s3;

import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.Availability;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/**
 * Where Amazon stores objects that can only be read through requested copies: two storage classes, and the archive
 * tiers of INTELLIGENT_TIERING. GLACIER_IR objects can be read directly.
 */
final class ArchiveClasses {
    private static final Set<String> CLASSES = Set.of("GLACIER", "DEEP_ARCHIVE");
    private static final String TIERING = "INTELLIGENT_TIERING";

    private ArchiveClasses() {}

    static Availability availability(HeadObjectResponse head) {
        return availability(head.storageClassAsString(), head.archiveStatusAsString(), head.restore());
    }

    /**
     * Evaluates the headers {@code x-amz-storage-class}, {@code x-amz-archive-status} and {@code x-amz-restore}.
     *
     * @param status the archive tier of the object; null for the two storage classes
     * @param restore for example {@code ongoing-request="false", expiry-date="Fri, 21 Dec 2012 00:00:00 GMT"}
     */
    static Availability availability(@Nullable String storageClass, @Nullable String status, @Nullable String restore) {
        boolean archived = storageClass != null && CLASSES.contains(storageClass);
        if (status == null && !archived) {
            return Availability.AVAILABLE;
        }
        if (restore != null && restore.contains("ongoing-request=\"true\"")) {
            return Availability.TRANSFERRING;
        }
        return status == null && restore != null ? Availability.AVAILABLE : Availability.OFFLINE;
    }

    /** A listing contains neither copies nor tiers, so an object that it reports as offline must be looked up. */
    static Availability listed(@Nullable String storageClass) {
        return TIERING.equals(storageClass) ? Availability.OFFLINE : availability(storageClass, null, null);
    }

    /** Whether a retrieved object stays readable until nobody has read it for long, instead of for some days. */
    static boolean isTiering(HeadObjectResponse head) {
        return TIERING.equals(head.storageClassAsString());
    }
}
