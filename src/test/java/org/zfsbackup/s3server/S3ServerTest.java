package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import software.amazon.awssdk.core.checksums.RequestChecksumCalculation;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.MultipartUpload;
import software.amazon.awssdk.services.s3.model.S3Exception;
import software.amazon.awssdk.services.s3.model.S3Object;

/** What an S3 server does when nothing is wrong with it. */
@Timeout(300)
class S3ServerTest extends S3Case {
    private static final int PART = 5 << 20;

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 65535, 65536, 65537, 131_075, 3_000_000})
    void whatIsPutIsGot(int size) {
        put("a/b c+d&ä", noise(size));

        assertThat(get("a/b c+d&ä")).isEqualTo(noise(size));
        assertThat(held("a/b c+d&ä")).isEqualTo(noise(size));
        assertThat(client.headObject(head -> head.bucket(BUCKET).key("a/b c+d&ä"))
                        .contentLength())
                .isEqualTo(size);
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 3_000_000})
    void bodiesWithoutTrailersGoThroughToo(int size) {
        try (S3Client plain = server.client()
                .requestChecksumCalculation(RequestChecksumCalculation.WHEN_REQUIRED)
                .serviceConfiguration(service -> service.chunkedEncodingEnabled(false))
                .build()) {
            plain.putObject(put -> put.bucket(BUCKET).key("k"), RequestBody.fromBytes(noise(size)));
        }

        assertThat(get("k")).isEqualTo(noise(size));
        assertThat(server.requests(S3Operation.PUT_OBJECT).get(0).header("x-amz-trailer"))
                .isEmpty();
    }

    @Test
    void aRangeIsAPiece() {
        put("k", noise(1000));

        assertThat(client.getObjectAsBytes(get -> get.bucket(BUCKET).key("k").range("bytes=10-19"))
                        .asByteArray())
                .isEqualTo(Arrays.copyOfRange(noise(1000), 10, 20));
    }

    @Test
    void aListingGoesOverPages() {
        List<String> keys = IntStream.range(0, 25)
                .mapToObj(i -> "list/%02d &<é".formatted(i))
                .toList();
        keys.forEach(key -> put(key, noise(3)));

        assertThat(client.listObjectsV2Paginator(
                                list -> list.bucket(BUCKET).prefix("list/").maxKeys(10))
                        .contents())
                .extracting(S3Object::key)
                .isEqualTo(keys);
        assertThat(server.requests(S3Operation.LIST_OBJECTS)).hasSize(3);
    }

    @Test
    void connectionsAreUsedAgain() throws IOException {
        server.forget();
        for (int i = 0; i < 20; i++) {
            put("k" + i, noise(100));
            get("k" + i);
        }

        assertThat(server.requests()).hasSize(40);
        assertThat(server.connections()).isLessThanOrEqualTo(2);
    }

    @Test
    void anUploadOfPartsIsOneObject() {
        String upload = begin("big");
        complete("big", upload, part("big", upload, 1, PART), part("big", upload, 2, 77));

        assertThat(get("big")).hasSize(PART + 77).endsWith(noise(77));
        assertThat(server.requests(S3Operation.UPLOAD_PART)).hasSize(2);
    }

    @Test
    void anUnfinishedUploadIsListedUntilItIsAborted() {
        String upload = begin("half");
        part("half", upload, 1, 100);
        assertThat(uploads()).extracting(MultipartUpload::uploadId).containsExactly(upload);
        assertThat(uploads()).extracting(MultipartUpload::key).containsExactly("half");
        assertThat(client.listParts(list -> list.bucket(BUCKET).key("half").uploadId(upload))
                        .parts())
                .hasSize(1);

        client.abortMultipartUpload(abort -> abort.bucket(BUCKET).key("half").uploadId(upload));

        assertThat(uploads()).isEmpty();
        assertThat(holds("half")).isFalse();
    }

    private List<MultipartUpload> uploads() {
        return client.listMultipartUploads(list -> list.bucket(BUCKET)).uploads();
    }

    @Test
    void ofTwoThatMustNotOverwriteOneWins() {
        client.putObject(put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromBytes(noise(1)));

        assertRefused(
                412,
                "PreconditionFailed",
                () -> client.putObject(
                        put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromBytes(noise(2))));
        assertThat(held("k")).hasSize(1);
    }

    @Test
    void ofEightAtTheSameTimeOneWins() throws InterruptedException {
        ExecutorService threads = Executors.newFixedThreadPool(8);
        try {
            List<Callable<Integer>> puts = IntStream.range(0, 8)
                    .<Callable<Integer>>mapToObj(size -> () -> putAsFirst(size))
                    .toList();
            List<Integer> won = new ArrayList<>();
            for (Future<Integer> put : threads.invokeAll(puts)) {
                won.add(result(put));
            }
            won.removeIf(size -> size < 0);
            assertThat(won).containsExactly(held("k").length);
        } finally {
            threads.shutdownNow();
        }
    }

    /** Returns the size of what was put, or -1. */
    private int putAsFirst(int size) {
        try {
            client.putObject(put -> put.bucket(BUCKET).key("k").ifNoneMatch("*"), RequestBody.fromBytes(noise(size)));
            return size;
        } catch (S3Exception e) {
            assertThat(e.statusCode()).isIn(409, 412);
            return -1;
        }
    }

    private static int result(Future<Integer> future) throws InterruptedException {
        try {
            return future.get();
        } catch (ExecutionException e) {
            throw new AssertionError(e.getCause());
        }
    }

    @Test
    void whoKnowsTheETagMayOverwrite() {
        String etag = put("k", noise(1)).eTag();
        client.putObject(put -> put.bucket(BUCKET).key("k").ifMatch(etag), RequestBody.fromBytes(noise(2)));

        assertRefused(
                412,
                "PreconditionFailed",
                () -> client.putObject(
                        put -> put.bucket(BUCKET).key("k").ifMatch(etag), RequestBody.fromBytes(noise(3))));
        assertThat(held("k")).hasSize(2);
    }

    @Test
    void whatIsNotThereIsNotFound() {
        assertRefused(404, "NoSuchKey", () -> get("nothing"));
        assertRefused(
                404,
                "NoSuchBucket",
                () -> client.listObjectsV2(list -> list.bucket("another").prefix("x")));
    }

    @Test
    void wrongCredentialsAreRefusedByTheServerAndByItsFront() {
        try (S3Client thief = server.client(server.keyId(), "guessed").build();
                S3Client stranger = server.client("AKIANOBODY", server.secret()).build()) {
            assertRefused(403, "SignatureDoesNotMatch", () -> thief.listObjectsV2(list -> list.bucket(BUCKET)));
            assertRefused(
                    403,
                    "SignatureDoesNotMatch",
                    () -> thief.getBucketLifecycleConfiguration(lifecycle -> lifecycle.bucket(BUCKET)));
            assertRefused(403, "InvalidAccessKeyId", () -> stranger.listObjectsV2(list -> list.bucket(BUCKET)));
            assertRefused(
                    403,
                    "InvalidAccessKeyId",
                    () -> stranger.getBucketLifecycleConfiguration(lifecycle -> lifecycle.bucket(BUCKET)));
        }
    }

    @Test
    void noCredentialIsRecorded() {
        put("k", noise(10));

        assertThat(new ArrayList<>(server.requests()))
                .isNotEmpty()
                .allSatisfy(request -> assertThat(request.headers()).doesNotContainKey("authorization"))
                .allSatisfy(request -> assertThat(request.headers().toString()).doesNotContain(server.keyId()));
    }

    @Test
    void objectsCanBeFilesOfADirectory(@TempDir Path directory) throws IOException {
        try (S3Server files = S3Server.over(directory);
                S3Client other = files.client().build()) {
            other.putObject(put -> put.bucket(BUCKET).key("d/k"), RequestBody.fromBytes(noise(100)));
            assertThat(other.getObjectAsBytes(get -> get.bucket(BUCKET).key("d/k"))
                            .asByteArray())
                    .isEqualTo(noise(100));
        }
        assertThat(directory.resolve(BUCKET).resolve("d/k")).hasBinaryContent(noise(100));
    }
}
