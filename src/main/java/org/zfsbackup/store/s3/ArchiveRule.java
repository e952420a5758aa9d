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
 * Our one lifecycle rule in a bucket's configuration: the chunks of one prefix go to Glacier after a day, and uploads that
 * nobody finishes are given up after a week. The bucket's other rules stay as they are.
 *
 * <p>The whole configuration is never deleted: where ours was the only rule it stays, disabled, because one server takes
 * the deletion of the configuration for that of the bucket.
 */
final class ArchiveRule {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveRule.class);
    private static final int DAYS_TO_GLACIER = 1;
    private static final int DAYS_TO_ABORT = 7;
    private static final int NOT_IMPLEMENTED = 501;

    private final S3Client client;
    private final String bucket;
    private final String folder;

    /** @param folder that of the chunks */
    ArchiveRule(S3Client client, String bucket, String folder) {
        this.client = client;
        this.bucket = bucket;
        this.folder = folder;
    }

    /** Puts the rule there, or takes it out; does nothing where it is so already. */
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
                glacier ? "go to Glacier after a day" : "stay as they are");
        checkKept(after);
    }

    /** @param needed else a server that has no such configuration has no rule of ours either */
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
                            "this server has no lifecycle rules, so nothing goes to Glacier by itself: say"
                                    + " --no-glacier (glacier=false)",
                            e);
                }
                return Optional.empty();
            }
            throw e;
        }
    }

    /** Old rules have their prefix outside of a filter, which may not stand beside rules that have filters. */
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

    /** Some servers take a rule and forget parts of it. */
    private void checkKept(List<LifecycleRule> wanted) throws IOException {
        List<LifecycleRule> kept = configuration(true)
                .map(GetBucketLifecycleConfigurationResponse::rules)
                .orElse(List.of());
        for (LifecycleRule rule : wanted) {
            boolean there = kept.stream().anyMatch(other -> isOurs(rule) ? other.equals(rule) : ids(other, rule));
            if (!there) {
                throw new IOException("the server did not keep the lifecycle rule '" + rule.id()
                        + "' as it was sent: look at the bucket's rules, and run it again with --no-glacier");
            }
        }
    }

    private static boolean ids(LifecycleRule one, LifecycleRule other) {
        return String.valueOf(one.id()).equals(String.valueOf(other.id()));
    }
}
