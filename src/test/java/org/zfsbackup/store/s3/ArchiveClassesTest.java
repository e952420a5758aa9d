package org.zfsbackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.Thaw;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectRequest;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;
import software.amazon.awssdk.services.s3.model.RestoreObjectRequest;
import software.amazon.awssdk.services.s3.model.RestoreObjectResponse;

class ArchiveClassesTest {
    @ParameterizedTest
    @CsvSource({
        ",,, AVAILABLE",
        "STANDARD_IA,,, AVAILABLE",
        "GLACIER_IR,,, AVAILABLE",
        "GLACIER,,, OFFLINE",
        "DEEP_ARCHIVE,,, OFFLINE",
        "GLACIER,, ongoing-request=\"true\", TRANSFERRING",
        "GLACIER,, 'ongoing-request=\"false\", expiry-date=\"Fri, 21 Dec 2012 00:00:00 GMT\"', AVAILABLE",
        "INTELLIGENT_TIERING,,, AVAILABLE",
        "INTELLIGENT_TIERING, ARCHIVE_ACCESS,, OFFLINE",
        "INTELLIGENT_TIERING, DEEP_ARCHIVE_ACCESS,, OFFLINE",
        "INTELLIGENT_TIERING, ARCHIVE_ACCESS, ongoing-request=\"true\", TRANSFERRING",
    })
    void whatCanBeReadIsToldByTheHeaders(
            @Nullable String storageClass, @Nullable String status, @Nullable String restore, Availability expected)
            throws IOException {
        Tiers tiers = new Tiers(storageClass, status, restore);

        assertThat(tiers.store().stat("h/chunks/a").orElseThrow().availability())
                .isEqualTo(expected);
    }

    /** Amazon refuses a number of days there. */
    @Test
    void whatComesBackFromATierComesWithoutDays() throws IOException {
        Tiers tiers = new Tiers("INTELLIGENT_TIERING", "ARCHIVE_ACCESS", null);

        tiers.store().thaw("h/chunks/a", Thaw.DEFAULT);

        assertThat(tiers.asked).singleElement().satisfies(request -> {
            assertThat(request.restoreRequest().days()).isNull();
            assertThat(request.restoreRequest().glacierJobParameters().tierAsString())
                    .isEqualTo("Standard");
        });
    }

    @Test
    void aCopyStaysForTheDays() throws IOException {
        Tiers tiers = new Tiers("GLACIER", null, null);

        tiers.store().thaw("h/chunks/a", Thaw.DEFAULT);

        assertThat(tiers.asked).singleElement().satisfies(request -> assertThat(
                        request.restoreRequest().days())
                .isEqualTo(7));
    }

    /** Amazon, as its documentation says: no server to try on has tiers. */
    private static final class Tiers implements S3Client {
        private final HeadObjectResponse head;
        private final List<RestoreObjectRequest> asked = new ArrayList<>();

        Tiers(@Nullable String storageClass, @Nullable String status, @Nullable String restore) {
            head = HeadObjectResponse.builder()
                    .contentLength(1L)
                    .lastModified(Instant.EPOCH)
                    .storageClass(storageClass)
                    .archiveStatus(status)
                    .restore(restore)
                    .build();
        }

        S3Store store() {
            return new S3Store(this, S3Uri.of("aws2-s3:bucket"), false);
        }

        @Override
        public HeadObjectResponse headObject(HeadObjectRequest request) {
            return head;
        }

        @Override
        public RestoreObjectResponse restoreObject(RestoreObjectRequest request) {
            asked.add(request);
            return RestoreObjectResponse.builder().build();
        }

        @Override
        public String serviceName() {
            return "s3";
        }

        @Override
        public void close() {}
    }
}
