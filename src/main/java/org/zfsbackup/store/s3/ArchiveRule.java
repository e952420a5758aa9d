package org.zfsbackup.store.s3;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import software.amazon.awssdk.core.exception.SdkException;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.GetBucketLifecycleConfigurationResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/**
 * Our lifecycle rule in a bucket's configuration: it moves the chunks of one prefix to Glacier after a day, and aborts
 * unfinished uploads after a week. Other rules of the bucket are not changed.
 *
 * <p>The configuration is never deleted as a whole. If our rule was the only one, it remains, but disabled, because one
 * server deletes the bucket when its configuration is deleted.
 */
final class ArchiveRule {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveRule.class);
    private static final int DAYS_TO_GLACIER = 1;
    private static final int DAYS_TO_ABORT = 7;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final String bucket;
    private final String folder;

    /** @param folder the folder of the chunks */
    ArchiveRule(S3Client client, String bucket, String folder) {
        this.client = client;
        this.bucket = bucket;
        this.folder = folder;
    }

    /** Adds or removes the rule; does nothing if that is already done. */
    void set(boolean glacier) throws IOException {
        Optional<GetBucketLifecycleConfigurationResponse> found = configuration(glacier);
        List<LifecycleRule> before =
                found.map(GetBucketLifecycleConfigurationResponse::rules).orElse(List.of());
        List<LifecycleRule> after = new ArrayList<>(before);
        after.removeIf(this::isOurs);
        if (glacier) {
            after.add(rule(ExpirationStatus.ENABLED));
        } else if (after.isEmpty() && !before.isEmpty()) {
            after.add(rule(ExpirationStatus.DISABLED));
        }
        if (isSame(before, after)) {
            return;
        }
        client.putBucketLifecycleConfiguration(request -> request.bucket(bucket)
                .transitionDefaultMinimumObjectSize(
                        found.map(GetBucketLifecycleConfigurationResponse::transitionDefaultMinimumObjectSize)
                                .orElse(null))
                .lifecycleConfiguration(rules ->
                        rules.rules(after.stream().map(ArchiveRule::modern).toList())));
        LOG.info(
                "The chunks in {} of {} {}",
                folder,
                bucket,
                glacier ? "move to Glacier after a day" : "keep their storage class");
        checkKept(after);
    }

    /** @param needed if false, a server without lifecycle rules is not an error */
    private Optional<GetBucketLifecycleConfigurationResponse> configuration(boolean needed) throws IOException {
        try {
            return Optional.of(client.getBucketLifecycleConfiguration(request -> request.bucket(bucket)));
        } catch (SdkException e) {
            if (S3Failure.is(e, "NoSuchLifecycleConfiguration")) {
                return Optional.empty();
            }
            if (S3Failure.status(e) == NOT_IMPLEMENTED) {
                if (needed) {
                    throw new IOException(
                            "this server has no lifecycle rules, so it cannot move chunks to Glacier: use"
                                    + " --no-glacier (glacier=false)",
                            e);
                }
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Old rules have a prefix without a filter, which cannot be mixed with rules that have filters. */
    @SuppressWarnings("deprecation")
    private static LifecycleRule modern(LifecycleRule rule) {
        String prefix = rule.prefix();
        return prefix == null || rule.filter() != null
                ? rule
                : rule.toBuilder()
                        .prefix(null)
                        .filter(filter -> filter.prefix(prefix))
                        .build();
    }

    private String id() {
        return "zfsbackup " + folder;
    }

    private boolean isOurs(LifecycleRule rule) {
        return id().equals(rule.id());
    }

    private LifecycleRule rule(ExpirationStatus status) {
        return LifecycleRule.builder()
                .id(id())
                .status(status)
                .filter(filter -> filter.prefix(folder + "/"))
                .transitions(Transition.builder()
                        .days(DAYS_TO_GLACIER)
                        .storageClass(TransitionStorageClass.GLACIER)
                        .build())
                .abortIncompleteMultipartUpload(abort -> abort.daysAfterInitiation(DAYS_TO_ABORT))
                .build();
    }

    private static boolean isSame(List<LifecycleRule> before, List<LifecycleRule> after) {
        return before.size() == after.size() && before.containsAll(after);
    }

    /** Some servers accept a rule and lose parts of it. */
    private void checkKept(List<LifecycleRule> wanted) throws IOException {
        List<LifecycleRule> kept = configuration(true)
                .map(GetBucketLifecycleConfigurationResponse::rules)
                .orElse(List.of());
        for (LifecycleRule rule : wanted) {
            boolean there = kept.stream().anyMatch(other -> isOurs(rule) ? other.equals(rule) : ids(other, rule));
            if (!there) {
                throw new IOException("the server has changed or lost the lifecycle rule '" + rule.id()
                        + "': check the bucket's rules, and run it again with --no-glacier");
            }
        }
    }

    private static boolean ids(LifecycleRule first, LifecycleRule other) {
        return String.valueOf(first.id()).equals(String.valueOf(other.id()));
    }
}
