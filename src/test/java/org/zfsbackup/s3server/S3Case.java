package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Random;
import java.util.function.Supplier;
import org.assertj.core.api.Assertions;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.TestInstance;
import software.amazon.awssdk.core.exception.SdkClientException;
import software.amazon.awssdk.core.retry.RetryMode;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.retries.DefaultRetryStrategy;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.CompleteMultipartUploadResponse;
import software.amazon.awssdk.services.s3.model.CompletedPart;
import software.amazon.awssdk.services.s3.model.PutObjectResponse;
import software.amazon.awssdk.services.s3.model.S3Exception;

/** A server for the tests of a class, as new for each, and the real SDK's client that asks once. */
@TestInstance(TestInstance.Lifecycle.PER_CLASS)
abstract class S3Case {
    static final String BUCKET = S3Server.BUCKET;

    S3Server server;
    S3Client client;

    @BeforeAll
    void start() throws IOException {
        server = S3Server.inMemory();
        client = once();
    }

    /** A client that asks once, and has not learnt of another clock: the SDK keeps what its clients learn. */
    S3Client once() {
        return server.client()
                .overrideConfiguration(once -> once.retryStrategy(DefaultRetryStrategy.doNotRetry()))
                .build();
    }

    @BeforeEach
    void asNew() {
        server.clear();
    }

    @AfterAll
    void stop() throws IOException {
        client.close();
        server.close();
    }

    S3Client retrying() {
        return server.client()
                .overrideConfiguration(tries -> tries.retryStrategy(RetryMode.STANDARD))
                .build();
    }

    static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    PutObjectResponse put(String key, byte[] content) {
        return client.putObject(put -> put.bucket(BUCKET).key(key), RequestBody.fromBytes(content));
    }

    byte[] get(String key) {
        return client.getObjectAsBytes(get -> get.bucket(BUCKET).key(key)).asByteArray();
    }

    /** What the server holds, whatever its front says. */
    byte[] held(String key) {
        return server.direct()
                .getObjectAsBytes(get -> get.bucket(BUCKET).key(key))
                .asByteArray();
    }

    boolean holds(String key) {
        return server.direct().listObjectsV2(list -> list.bucket(BUCKET).prefix(key)).contents().stream()
                .anyMatch(object -> object.key().equals(key));
    }

    String begin(String key) {
        return client.createMultipartUpload(create -> create.bucket(BUCKET).key(key))
                .uploadId();
    }

    CompletedPart part(String key, String upload, int number, int size) {
        String etag = client.uploadPart(
                        part -> part.bucket(BUCKET).key(key).uploadId(upload).partNumber(number),
                        RequestBody.fromBytes(noise(size)))
                .eTag();
        return CompletedPart.builder().partNumber(number).eTag(etag).build();
    }

    CompleteMultipartUploadResponse complete(String key, String upload, CompletedPart... parts) {
        return client.completeMultipartUpload(
                complete -> complete.bucket(BUCKET).key(key).uploadId(upload).multipartUpload(all -> all.parts(parts)));
    }

    static void assertRefused(int status, String code, Supplier<?> call) {
        S3Exception refusal = Assertions.catchThrowableOfType(S3Exception.class, call::get);
        assertThat(refusal).isNotNull();
        assertThat(refusal.statusCode()).isEqualTo(status);
        assertThat(refusal.awsErrorDetails().errorCode()).isEqualTo(code);
    }

    /** The client got no answer. */
    static void assertBroken(Supplier<?> call) {
        Assertions.assertThatThrownBy(call::get).isInstanceOf(SdkClientException.class);
    }
}
