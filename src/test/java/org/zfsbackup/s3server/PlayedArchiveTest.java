package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.tuple;

import java.time.Duration;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.OptionalObjectAttributes;
import software.amazon.awssdk.services.s3.model.RestoreObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Object;
import software.amazon.awssdk.services.s3.model.Tier;
import software.amazon.awssdk.services.s3.model.Transition;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** What is played as Amazon documents it. */
@Timeout(300)
class PlayedArchiveTest extends S3Case {
    private static final int LARGE = 128 * 1024;

    private static LifecycleRule rule(String id, String prefix, String status) {
        return LifecycleRule.builder()
                .id(id)
                .status(status)
                .filter(filter -> filter.prefix(prefix))
                .transitions(Transition.builder()
                        .days(1)
                        .storageClass(TransitionStorageClass.DEEP_ARCHIVE)
                        .build())
                .build();
    }

    private void putRules(LifecycleRule... rules) {
        client.putBucketLifecycleConfiguration(
                put -> put.bucket(BUCKET).lifecycleConfiguration(all -> all.rules(rules)));
    }

    private HeadObjectResponse head(String key) {
        return client.headObject(head -> head.bucket(BUCKET).key(key));
    }

    private RestoreObjectResponse restore(String key) {
        return client.restoreObject(restore -> restore.bucket(BUCKET).key(key).restoreRequest(asked -> asked.days(3)
                .glacierJobParameters(glacier -> glacier.tier(Tier.BULK))));
    }

    @Test
    void aBucketHasNoLifecycleConfigurationAtFirst() {
        assertRefused(
                404,
                "NoSuchLifecycleConfiguration",
                () -> client.getBucketLifecycleConfiguration(get -> get.bucket(BUCKET)));
    }

    @Test
    void aLifecycleConfigurationIsGivenBackAsItWasPut() {
        LifecycleRule rule = rule("ours", "chunks/", "Enabled");
        putRules(rule);

        assertThat(client.getBucketLifecycleConfiguration(get -> get.bucket(BUCKET))
                        .rules())
                .containsExactly(rule);
        assertThat(server.lifecycle()).get().asString().contains("<Prefix>chunks/</Prefix>");
        assertThat(server.lifecycleDeletes()).isZero();
    }

    @Test
    void theDeletionOfALifecycleConfigurationIsCounted() {
        putRules(rule("ours", "chunks/", "Enabled"));
        client.deleteBucketLifecycle(delete -> delete.bucket(BUCKET));

        assertThat(server.lifecycleDeletes()).isEqualTo(1);
        assertThat(server.lifecycle()).isEmpty();
    }

    @Test
    void enabledRulesMoveWhatTheyNameAndIsLargeEnough() {
        put("chunks/large", noise(LARGE));
        put("chunks/small", noise(LARGE - 1));
        put("map.json", noise(LARGE));
        put("off/large", noise(LARGE));
        putRules(rule("ours", "chunks/", "Enabled"), rule("off", "off/", "Disabled"));

        assertThat(server.archiveByRules()).containsExactly("chunks/large");
        assertThat(head("chunks/large").storageClassAsString()).isEqualTo("DEEP_ARCHIVE");
        assertThat(head("chunks/small").storageClass()).isNull();
        assertThat(client.listObjectsV2(list -> list.bucket(BUCKET).prefix("chunks/"))
                        .contents())
                .extracting(S3Object::storageClassAsString)
                .containsExactly("DEEP_ARCHIVE", "STANDARD");
    }

    @Test
    void aRuleWithASizeOfItsOwnMovesSmallObjects() {
        put("chunks/small", noise(11));
        put("chunks/smaller", noise(10));
        putRules(LifecycleRule.builder()
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.and(both -> both.prefix("chunks/").objectSizeGreaterThan(10L)))
                .transitions(Transition.builder()
                        .days(0)
                        .storageClass(TransitionStorageClass.GLACIER)
                        .build())
                .build());

        assertThat(server.archiveByRules()).containsExactly("chunks/small");
    }

    @Test
    void theClassOfAPutIsShown() {
        client.putObject(
                put -> put.bucket(BUCKET).key("k &é").storageClass("GLACIER_IR"), RequestBody.fromBytes(noise(9)));
        put("standard", noise(9));

        assertThat(head("k &é").storageClassAsString()).isEqualTo("GLACIER_IR");
        assertThat(get("k &é")).isEqualTo(noise(9));
        assertThat(head("standard").storageClass()).isNull();
        assertThat(client.listObjectsV2(list -> list.bucket(BUCKET)).contents())
                .extracting(S3Object::key, S3Object::storageClassAsString)
                .containsExactlyInAnyOrder(tuple("k &é", "GLACIER_IR"), tuple("standard", "STANDARD"));
    }

    @Test
    void theClassOfAMultipartUploadIsShownOnceItIsComplete() {
        String upload = client.createMultipartUpload(
                        create -> create.bucket(BUCKET).key("k").storageClass("DEEP_ARCHIVE"))
                .uploadId();
        complete("k", upload, part("k", upload, 1, 9));

        assertThat(head("k").storageClassAsString()).isEqualTo("DEEP_ARCHIVE");
        assertRefused(403, "InvalidObjectState", () -> get("k"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"GLACIER", "DEEP_ARCHIVE"})
    void whatIsArchivedIsReadOnlyAfterItsRestore(String storageClass) {
        put("k", noise(9));
        server.archive("k", storageClass);
        assertRefused(403, "InvalidObjectState", () -> get("k"));
        assertThat(head("k").restore()).isNull();

        assertThat(restore("k").sdkHttpResponse().statusCode()).isEqualTo(202);
        assertThat(head("k").restore()).isEqualTo("ongoing-request=\"true\"");
        assertRefused(403, "InvalidObjectState", () -> get("k"));
        assertRefused(409, "RestoreAlreadyInProgress", () -> restore("k"));

        server.finishRestores();
        assertThat(head("k").restore()).startsWith("ongoing-request=\"false\", expiry-date=\"");
        assertThat(head("k").storageClassAsString()).isEqualTo(storageClass);
        assertThat(get("k")).isEqualTo(noise(9));
        assertThat(restore("k").sdkHttpResponse().statusCode()).isEqualTo(200);
        assertThat(server.restores()).hasSize(2).containsOnly(new Restore("k", "Bulk", 3));

        server.expireRestores();
        assertRefused(403, "InvalidObjectState", () -> get("k"));
    }

    @Test
    void aRestoreIsDoneAfterSoManyHeads() {
        put("k", noise(9));
        server.archive("k", "GLACIER");
        server.restoresTakeHeads(2);
        restore("k");

        assertThat(head("k").restore()).contains("true");
        assertThat(head("k").restore()).contains("true");
        assertThat(head("k").restore()).contains("false");
    }

    @Test
    void aRestoreIsDoneAfterItsTime() {
        put("k", noise(9));
        server.archive("k", "GLACIER");
        server.restoresTake(Duration.ZERO);
        restore("k");

        assertThat(get("k")).isEqualTo(noise(9));
    }

    @Test
    void aListingThatAsksForRestoresHasThem() {
        put("k", noise(9));
        server.archive("k", "GLACIER");
        restore("k");

        assertThat(client.listObjectsV2(list ->
                                list.bucket(BUCKET).optionalObjectAttributes(OptionalObjectAttributes.RESTORE_STATUS))
                        .contents()
                        .get(0)
                        .restoreStatus()
                        .isRestoreInProgress())
                .isTrue();
        assertThat(client.listObjectsV2(list -> list.bucket(BUCKET))
                        .contents()
                        .get(0)
                        .restoreStatus())
                .isNull();
    }

    @Test
    void whatIsNotArchivedCannotBeRestored() {
        put("k", noise(9));

        assertRefused(403, "InvalidObjectState", () -> restore("k"));
        assertRefused(404, "NoSuchKey", () -> restore("nothing"));
        assertThat(server.restores()).isEmpty();
    }

    @Test
    void whatIsPutAgainIsNotArchived() {
        put("k", noise(9));
        server.archive("k", "GLACIER");
        put("k", noise(8));

        assertThat(get("k")).isEqualTo(noise(8));
    }

    @Test
    void whatIsArchivedIsNotCopied() {
        put("k", noise(9));
        server.archive("k", "GLACIER");

        assertRefused(
                403,
                "InvalidObjectState",
                () -> client.copyObject(copy -> copy.sourceBucket(BUCKET)
                        .sourceKey("k")
                        .destinationBucket(BUCKET)
                        .destinationKey("copy")));
    }
}
