package org.zfsbackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;
import software.amazon.awssdk.services.s3.model.ExpirationStatus;
import software.amazon.awssdk.services.s3.model.LifecycleRule;
import software.amazon.awssdk.services.s3.model.TransitionStorageClass;

/** Our rule in a bucket's lifecycle, and those of others beside it. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(300)
class ArchiveRuleTest {
    private static final String FOLDER = "host1/chunks";
    private static S3Server server;

    @BeforeEach
    void clear() {
        server.clear();
    }

    @AfterEach
    void theConfigurationIsNeverDeleted() {
        assertThat(server.lifecycleDeletes()).isZero();
    }

    private static void prepare(String options, String folder) throws IOException {
        try (S3Store store = Buckets.open(server, S3Server.BUCKET, options)) {
            store.prepare(folder);
        }
    }

    private static List<LifecycleRule> rules() {
        try (var client = server.client().build()) {
            return client.getBucketLifecycleConfiguration(request -> request.bucket(S3Server.BUCKET))
                    .rules();
        }
    }

    private static LifecycleRule foreign(String id) {
        return LifecycleRule.builder()
                .id(id)
                .status(ExpirationStatus.ENABLED)
                .filter(filter -> filter.prefix("logs/"))
                .expiration(expiration -> expiration.days(30))
                .build();
    }

    private static void put(LifecycleRule... rules) {
        try (var client = server.client().build()) {
            client.putBucketLifecycleConfiguration(request -> request.bucket(S3Server.BUCKET)
                    .lifecycleConfiguration(configuration -> configuration.rules(rules)));
        }
    }

    @Test
    void theChunksGoToGlacierAfterADayAndUnfinishedUploadsGo() throws IOException {
        prepare("&glacier=true", FOLDER);

        assertThat(rules()).singleElement().satisfies(rule -> {
            assertThat(rule.id()).isEqualTo("zfsbackup " + FOLDER);
            assertThat(rule.status()).isEqualTo(ExpirationStatus.ENABLED);
            assertThat(rule.filter().prefix()).isEqualTo("host1/chunks/");
            assertThat(rule.transitions()).singleElement().satisfies(transition -> {
                assertThat(transition.days()).isEqualTo(1);
                assertThat(transition.storageClass()).isEqualTo(TransitionStorageClass.GLACIER);
            });
            assertThat(rule.abortIncompleteMultipartUpload().daysAfterInitiation())
                    .isEqualTo(7);
        });
    }

    @Test
    void whatIsSoAlreadyIsNotSetAgain() throws IOException {
        prepare("&glacier=true", FOLDER);
        server.forget();

        prepare("&glacier=true", FOLDER);

        assertThat(server.requests(S3Operation.PUT_LIFECYCLE)).isEmpty();
        assertThat(server.requests(S3Operation.GET_LIFECYCLE)).hasSize(1);
    }

    @Test
    void whereNothingIsSaidNothingIsLookedAt() throws IOException {
        prepare("", FOLDER);

        assertThat(server.requests()).isEmpty();
    }

    @Test
    void withoutARuleNoGlacierSetsNone() throws IOException {
        prepare("&glacier=false", FOLDER);

        assertThat(server.lifecycle()).isEmpty();
    }

    @Test
    void theRulesOfOthersStay() throws IOException {
        put(foreign("theirs"), foreign("zfsbackup host2/chunks"));

        prepare("&glacier=true", FOLDER);
        assertThat(rules())
                .extracting(LifecycleRule::id)
                .containsExactlyInAnyOrder("theirs", "zfsbackup host2/chunks", "zfsbackup " + FOLDER);
        prepare("&glacier=false", FOLDER);

        assertThat(rules()).containsExactlyInAnyOrder(foreign("theirs"), foreign("zfsbackup host2/chunks"));
    }

    @Test
    void oursAloneIsDisabledAndEnabledAgain() throws IOException {
        prepare("&glacier=true", FOLDER);

        prepare("&glacier=false", FOLDER);
        assertThat(rules()).extracting(LifecycleRule::status).containsExactly(ExpirationStatus.DISABLED);
        server.forget();
        prepare("&glacier=false", FOLDER);
        assertThat(server.requests(S3Operation.PUT_LIFECYCLE)).isEmpty();

        prepare("&glacier=true", FOLDER);
        assertThat(rules()).extracting(LifecycleRule::status).containsExactly(ExpirationStatus.ENABLED);
    }

    @Test
    void twoPrefixesHaveARuleEach() throws IOException {
        prepare("&glacier=true", FOLDER);
        prepare("&glacier=true", "host2/chunks");

        assertThat(rules())
                .extracting(LifecycleRule::id)
                .containsExactlyInAnyOrder("zfsbackup " + FOLDER, "zfsbackup host2/chunks");
    }

    @Test
    @SuppressWarnings("deprecation")
    void anOldRuleWithItsPrefixOutsideOfAFilterKeepsItsMeaning() throws IOException {
        put(LifecycleRule.builder()
                .id("old")
                .status(ExpirationStatus.ENABLED)
                .prefix("logs/")
                .expiration(expiration -> expiration.days(30))
                .build());

        prepare("&glacier=true", FOLDER);

        assertThat(rules())
                .filteredOn(rule -> rule.id().equals("old"))
                .singleElement()
                .satisfies(rule -> assertThat(rule.filter().prefix()).isEqualTo("logs/"));
    }
}
