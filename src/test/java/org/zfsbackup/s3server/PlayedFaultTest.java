package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.time.Duration;
import java.util.Arrays;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.exception.ApiCallTimeoutException;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.http.apache.ApacheHttpClient;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.ChecksumMode;
import software.amazon.awssdk.services.s3.model.CompletedPart;

/** Each fault as the SDK's client sees it. */
@Timeout(300)
class PlayedFaultTest extends S3Case {
    private static final int SIZE = 4_000_000;

    @ParameterizedTest
    @CsvSource({
        "INTERNAL_ERROR, 500, InternalError",
        "SLOW_DOWN, 503, SlowDown",
        "EXPIRED_TOKEN, 400, ExpiredToken",
        "SKEWED_CLOCK, 403, RequestTimeTooSkewed",
        "BUCKET_GONE, 404, NoSuchBucket",
        "NO_TRAILERS, 400, XAmzContentSHA256Mismatch"
    })
    void aRefusedPutDoesNothing(Effect effect, int status, String code) {
        server.play(Fault.of(effect, Request.is(S3Operation.PUT_OBJECT)));

        try (S3Client fresh = once()) {
            assertRefused(
                    status,
                    code,
                    () -> fresh.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(noise(SIZE))));
        }
        assertThat(holds("k")).isFalse();
    }

    @Test
    void aFaultStrikesAfterSomeAndSoManyTimes() {
        Fault fault = server.play(Fault.of(Effect.INTERNAL_ERROR, Request.is(S3Operation.PUT_OBJECT, "k"))
                .after(2)
                .times(2));
        put("k", noise(1));
        put("other", noise(1));
        put("k", noise(2));

        assertRefused(500, "InternalError", () -> put("k", noise(3)));
        assertRefused(500, "InternalError", () -> put("k", noise(4)));
        put("k", noise(5));
        assertThat(held("k")).hasSize(5);
        assertThat(fault.played()).isEqualTo(2);
    }

    @ParameterizedTest
    @ValueSource(strings = {"INTERNAL_ERROR", "SLOW_DOWN", "RESET_IN_REQUEST", "ANSWER_LOST"})
    void aClientThatTriesAgainGetsOverIt(Effect effect) {
        Fault fault =
                server.play(Fault.of(effect, Request.is(S3Operation.PUT_OBJECT)).once());
        try (S3Client retrying = retrying()) {
            retrying.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(noise(SIZE)));
        }

        assertThat(held("k")).isEqualTo(noise(SIZE));
        assertThat(fault.played()).isEqualTo(1);
        assertThat(server.requests(S3Operation.PUT_OBJECT)).hasSize(2);
    }

    @Test
    void aResetInTheRequestLeavesNothing() {
        server.play(Fault.of(Effect.RESET_IN_REQUEST, Request.any()));

        Throwable thrown = catchThrowable(() -> put("k", noise(SIZE)));
        assertThat(thrown).isInstanceOf(SdkClientException.class).hasRootCauseInstanceOf(SocketException.class);
        assertThat(holds("k")).isFalse();
    }

    @ParameterizedTest
    @ValueSource(strings = {"RESET_IN_ANSWER", "CLOSE_IN_ANSWER"})
    void anAnswerThatBreaksOffIsAnError(Effect effect) {
        put("k", noise(SIZE));
        server.play(Fault.of(effect, Request.is(S3Operation.GET_OBJECT)));

        assertBroken(() -> get("k"));
    }

    @Test
    void aBrokenOffAnswerHasItsHeadAndItsFirstHalf() throws IOException {
        put("k", noise(SIZE));
        server.play(Fault.of(Effect.CLOSE_IN_ANSWER, Request.is(S3Operation.GET_OBJECT)));

        try (var answer = client.getObject(get -> get.bucket(BUCKET).key("k"))) {
            assertThat(answer.response().contentLength()).isEqualTo(SIZE);
            assertThat(answer.readNBytes(SIZE / 2 - 1)).hasSize(SIZE / 2 - 1);
            assertThatThrownBy(answer::readAllBytes).isInstanceOf(IOException.class);
            answer.abort();
        }
    }

    @Test
    void aStalledRequestIsNeverAnswered() {
        server.play(Fault.of(Effect.STALL, Request.any()));

        assertThatThrownBy(() -> client.putObject(
                        put -> put.bucket(BUCKET)
                                .key("k")
                                .overrideConfiguration(limit -> limit.apiCallTimeout(Duration.ofMillis(500))),
                        RequestBody.fromBytes(noise(SIZE))))
                .isInstanceOf(ApiCallTimeoutException.class);
        assertThat(holds("k")).isFalse();
    }

    @Test
    @SuppressWarnings("deprecation") // The HTTP client that the store uses.
    void anAnswerThatStallsHasItsFirstHalf() throws IOException {
        put("k", noise(SIZE));
        server.play(Fault.of(Effect.STALL_IN_ANSWER, Request.is(S3Operation.GET_OBJECT)));
        try (S3Client impatient = server.client()
                        .httpClientBuilder(ApacheHttpClient.builder().socketTimeout(Duration.ofMillis(300)))
                        .build();
                var answer = impatient.getObject(get -> get.bucket(BUCKET).key("k"))) {
            assertThat(answer.readNBytes(SIZE / 2 - 1)).hasSize(SIZE / 2 - 1);
            assertThatThrownBy(answer::readAllBytes).isInstanceOf(SocketTimeoutException.class);
            answer.abort();
        }
    }

    @Test
    void theWorkOfALostAnswerIsDone() {
        server.play(Fault.of(Effect.ANSWER_LOST, Request.any()));

        assertBroken(() -> put("k", noise(SIZE)));
        assertThat(held("k")).isEqualTo(noise(SIZE));
    }

    @Test
    void aDeleteWhoseAnswerIsLostIsDone() {
        put("k", noise(1));
        server.play(Fault.of(Effect.ANSWER_LOST, Request.is(S3Operation.DELETE_OBJECT)));

        assertBroken(() -> client.deleteObject(delete -> delete.bucket(BUCKET).key("k")));
        assertThat(holds("k")).isFalse();
    }

    @Test
    void aWrongETagIsOfNothing() {
        server.play(Fault.of(Effect.WRONG_ETAG, Request.any()).once());
        String wrong = put("k", noise(9)).eTag();

        assertThat(wrong).isNotEqualTo(put("k", noise(9)).eTag());
    }

    @Test
    void aSlowAnswerIsWholeAndTakesItsTime() {
        put("k", noise(SIZE));
        server.play(Fault.of(Effect.SLOW_ANSWER, Request.is(S3Operation.GET_OBJECT)));
        long start = System.nanoTime();

        assertThat(get("k")).isEqualTo(noise(SIZE));

        assertThat(Duration.ofNanos(System.nanoTime() - start)).isGreaterThan(Duration.ofMillis(900));
    }

    @Test
    void aFlippedByteIsNotSeenByTheClient() {
        put("k", noise(SIZE));
        server.play(Fault.of(Effect.FLIPPED_BYTE, Request.is(S3Operation.GET_OBJECT)));
        byte[] expected = noise(SIZE);
        expected[SIZE / 2] ^= 1;

        assertThat(get("k")).isEqualTo(expected);
        assertThat(client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k").checksumMode(ChecksumMode.ENABLED))
                        .asByteArray())
                .isEqualTo(expected);
    }

    @Test
    void aFlippedByteOfARangeIsOneByte() {
        put("k", noise(SIZE));
        server.play(Fault.of(Effect.FLIPPED_BYTE, Request.is(S3Operation.GET_OBJECT)));
        byte[] got = client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k").range("bytes=0-99"))
                .asByteArray();

        byte[] expected = Arrays.copyOf(noise(SIZE), 100);
        expected[50] ^= 1;
        assertThat(got).isEqualTo(expected);
    }

    @Test
    void aClientThatSetsItsClockByTheServerGoesOn() {
        Fault fault = server.play(Fault.of(Effect.SKEWED_CLOCK, Request.any()));

        putWithRetries();
        assertThat(held("k")).isEqualTo(noise(9));
        assertThat(server.requests(S3Operation.PUT_OBJECT)).hasSize(2);
        assertThat(fault.played()).isEqualTo(2);
    }

    /** The SDK keeps what one client learns for all that are made later. */
    @Test
    void anotherTestsClientsHaveNotLearntOfThatClock() {
        server.play(Fault.of(Effect.SKEWED_CLOCK, Request.any()));
        putWithRetries();
        server.clear();
        server.play(Fault.of(Effect.SKEWED_CLOCK, Request.any()));

        putWithRetries();
        assertThat(server.requests(S3Operation.PUT_OBJECT)).hasSize(2);
    }

    private void putWithRetries() {
        try (S3Client retrying = retrying()) {
            retrying.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(noise(9)));
        }
    }

    @Test
    void aBucketThatIsGoneStaysGoneUntilItIsHealed() {
        put("k", noise(9));
        server.play(
                Fault.of(Effect.BUCKET_GONE, Request.is(S3Operation.PUT_OBJECT)).once());

        assertRefused(404, "NoSuchBucket", () -> put("k", noise(8)));
        assertRefused(404, "NoSuchBucket", () -> get("k"));
        server.heal();
        assertThat(get("k")).isEqualTo(noise(9));
    }

    @ParameterizedTest
    @ValueSource(booleans = {true, false})
    void aServerWithoutConditionsOverwrites(boolean trailers) {
        put("k", noise(1));
        server.play(Fault.of(Effect.NO_CONDITIONS, Request.any()));
        try (S3Client other = server.client()
                .requestChecksumCalculation(
                        trailers ? RequestChecksumCalculation.WHEN_SUPPORTED : RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(trailers))
                .build()) {
            other.putObject(put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromBytes(noise(2)));
            assertThat(held("k")).hasSize(2);
            other.putObject(put -> put.bucket(BUCKET).key("k").ifMatch("\"other\""), RequestBody.fromBytes(noise(3)));
            assertThat(held("k")).hasSize(3);
        }
    }

    @ParameterizedTest
    @CsvSource({"CONDITIONS_NOT_IMPLEMENTED, 501, NotImplemented", "CONDITIONS_INVALID, 400, InvalidArgument"})
    void refusedConditions_leaveTheObject(Effect effect, int status, String code) {
        put("k", noise(1));
        server.play(Fault.of(effect, Request.any()));

        try (S3Client other = server.client().build()) {
            assertRefused(
                    status,
                    code,
                    () -> other.putObject(
                            put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromBytes(noise(2))));
            assertRefused(
                    status,
                    code,
                    () -> other.getObjectAsBytes(
                            get -> get.bucket(BUCKET).key("k").ifMatch("\"x\"")));
        }

        put("k2", noise(3));
        assertThat(held("k")).hasSize(1);
    }

    @Test
    void aServerWithoutConditionsStillChecksSignatures() {
        server.play(Fault.of(Effect.NO_CONDITIONS, Request.any()));
        try (S3Client thief = server.client(server.keyId(), "guessed").build()) {
            assertRefused(
                    403,
                    "SignatureDoesNotMatch",
                    () -> thief.putObject(
                            put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromBytes(noise(2))));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, SIZE})
    void aServerWithoutTrailersTakesWhatIsPlain(int size) {
        server.play(Fault.of(Effect.NO_TRAILERS, Request.any()));
        try (S3Client plain = server.client()
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .build()) {
            plain.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(noise(size)));
        }

        assertThat(held("k")).hasSize(size);
    }

    @Test
    void anUploadMayBeCompleteThoughItsAnswerIsAnError() {
        String upload = begin("k");
        CompletedPart part = part("k", upload, 1, 9);
        server.play(Fault.of(Effect.ERROR_IN_OK, Request.is(S3Operation.COMPLETE_MULTIPART_UPLOAD)));

        assertRefused(200, "InternalError", () -> complete("k", upload, part));
        assertThat(held("k")).isEqualTo(noise(9));
    }

    @Test
    void theThirdPartFailsOnceAndIsSentAgain() {
        Fault fault = server.play(Fault.of(Effect.SLOW_DOWN, Request.is(S3Operation.UPLOAD_PART))
                .after(2)
                .once());
        String upload = begin("k");
        part("k", upload, 1, 9);
        part("k", upload, 2, 9);

        assertRefused(503, "SlowDown", () -> part("k", upload, 3, 9));
        part("k", upload, 3, 9);
        assertThat(fault.played()).isEqualTo(1);
    }

    @Test
    void theETagOfACompletedUploadIsWrongToo() {
        String upload = begin("k");
        CompletedPart part = part("k", upload, 1, 9);
        server.play(Fault.of(Effect.WRONG_ETAG, Request.any()));

        String right = server.direct()
                .listParts(list -> list.bucket(BUCKET).key("k").uploadId(upload))
                .parts()
                .get(0)
                .eTag();
        assertThat(right).isEqualTo(part.eTag());
        assertThat(complete("k", upload, part).eTag()).contains("bad");
    }
}
