package org.zfsbackup.store.s3;

import java.util.concurrent.atomic.AtomicBoolean;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.Thaw;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.Tier;

/** Requests copies of objects from an archive. Safe for use by several threads. */
final class ArchiveRequests {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveRequests.class);

    private final S3Client client;
    private final String bucket;
    private final AtomicBoolean saidSlower = new AtomicBoolean();

    ArchiveRequests(S3Client client, String bucket) {
        this.client = client;
        this.bucket = bucket;
    }

    /**
     * Requests a copy, or extends the time of the existing one.
     *
     * @param head the state of the object
     * @return what the object was before
     */
    Availability request(String key, HeadObjectResponse head, Thaw how) {
        Availability before = ArchiveClasses.availability(head);
        boolean lasting = ArchiveClasses.lapse(head.restore()).isEmpty();
        if (before == Availability.TRANSFERRING || (before == Availability.AVAILABLE && lasting)) {
            return before;
        }
        try {
            send(key, ArchiveClasses.isTiering(head) ? null : how.days(), tier(head, how.tier()));
            return before;
        } catch (SdkException e) {
            if (S3Failure.is(e, "RestoreAlreadyInProgress")) {
                return Availability.TRANSFERRING;
            }
            throw e;
        }
    }

    private void send(String key, @Nullable Integer days, Tier tier) {
        client.restoreObject(request -> request.bucket(bucket).key(key).restoreRequest(restore -> restore.days(days)
                .glacierJobParameters(job -> job.tier(tier))));
    }

    private Tier tier(HeadObjectResponse head, Thaw.Tier wanted) {
        if (wanted == Thaw.Tier.EXPEDITED && ArchiveClasses.isDeep(head)) {
            if (saidSlower.compareAndSet(false, true)) {
                LOG.warn(
                        "The deep archive of {} has no expedited retrieval: the copies are requested with the tier"
                                + " standard, which takes about 12 hours",
                        bucket);
            }
            return Tier.STANDARD;
        }
        return Tier.valueOf(wanted.name());
    }
}
