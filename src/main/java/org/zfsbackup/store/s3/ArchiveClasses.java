package org.zfsbackup.store.s3;

import java.time.Instant;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.Availability;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RestoreStatus;
import software.amazon.awssdk.services.s3.model.S3Object;

/**
 * Where Amazon stores objects that can only be read through requested copies: two storage classes, and the archive
 * tiers of INTELLIGENT_TIERING. GLACIER_IR objects can be read directly.
 */
final class ArchiveClasses {
    private static final Set<String> CLASSES = Set.of("GLACIER", "DEEP_ARCHIVE");
    private static final String TIERING = "INTELLIGENT_TIERING";
    private static final Pattern EXPIRY = Pattern.compile("expiry-date=\"([^\"]+)\"");

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

    /**
     * Evaluates an entry of a list. A list contains no tiers, and not every server lists copies, so an object that it
     * reports as offline may be readable.
     */
    static Availability listed(S3Object object) {
        String storageClass = object.storageClassAsString();
        boolean tiering = TIERING.equals(storageClass);
        RestoreStatus copy = object.restoreStatus();
        if ((tiering || CLASSES.contains(String.valueOf(storageClass))) && copy != null) {
            return Boolean.TRUE.equals(copy.isRestoreInProgress())
                    ? Availability.TRANSFERRING
                    : copy.restoreExpiryDate() == null ? Availability.OFFLINE : Availability.AVAILABLE;
        }
        return tiering ? Availability.OFFLINE : availability(storageClass, null, null);
    }

    /** When the copy of an object in a list lapses; empty if there is none, or it is on its way. */
    static Optional<Instant> lapse(@Nullable RestoreStatus copy) {
        return Optional.ofNullable(copy).map(RestoreStatus::restoreExpiryDate);
    }

    /** The same, from the header {@code x-amz-restore}; empty also if its date cannot be read. */
    static Optional<Instant> lapse(@Nullable String restore) {
        Matcher date = EXPIRY.matcher(String.valueOf(restore));
        try {
            return date.find()
                    ? Optional.of(DateTimeFormatter.RFC_1123_DATE_TIME.parse(date.group(1), Instant::from))
                    : Optional.empty();
        } catch (DateTimeParseException e) {
            return Optional.empty();
        }
    }

    /** Whether it is in the deep archive, which has no expedited retrieval. */
    static boolean isDeep(HeadObjectResponse head) {
        return "DEEP_ARCHIVE".equals(head.storageClassAsString())
                || "DEEP_ARCHIVE_ACCESS".equals(head.archiveStatusAsString());
    }

    /** Whether a retrieved object stays readable until nobody has read it for long, instead of for some days. */
    static boolean isTiering(HeadObjectResponse head) {
        return TIERING.equals(head.storageClassAsString());
    }
}
