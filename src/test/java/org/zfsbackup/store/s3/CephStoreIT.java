package org.zfsbackup.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Random;
import java.util.UUID;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;
import software.amazon.awssdk.services.s3.S3Client;
import software.amazon.awssdk.services.s3.model.HeadObjectResponse;

/** A bucket of Ceph's gateway, which bin/test --with-ceph starts: another server, with lifecycles of its own. */
@Tag("ceph")
@Timeout(600)
class CephStoreIT extends ObjectStoreContract {
    private static final String SERVER = System.getProperty("zfsbackup.ceph", "http://127.0.0.1:7480");

    private final String bucket = "b" + UUID.randomUUID();
    private S3Client client;
    private S3Store store;

    private static S3Store open(String bucket, String secret, String options) {
        S3Uri place = S3Uri.of("aws2-s3:" + bucket + "?checksums=false&uriEndpointOverride=" + SERVER + options);
        S3ClientConfig access = place.access();
        access.setKey("testkey", secret);
        return new S3Store(access.client(), place, true);
    }

    @BeforeEach
    void makeBucket() {
        S3ClientConfig access = new S3ClientConfig();
        access.setServer(SERVER);
        access.setChecksums(false);
        access.setKey("testkey", "testsecret");
        client = access.client();
        client.createBucket(request -> request.bucket(bucket));
        store = open(bucket, "testsecret", "&partSize=5");
    }

    @AfterEach
    void close() {
        store.close();
        client.close();
    }

    @Override
    protected boolean listsFolders() {
        return true;
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore unreachable() {
        return open("nowhere-" + UUID.randomUUID(), "testsecret", "");
    }

    private static byte[] noise(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    @Test
    void anUploadInPartsIsWholeAndLeavesNothing() throws IOException {
        byte[] content = noise(13 << 20);

        store.put("h/chunks/a", new ByteArrayInputStream(content));

        try (var in = store.get("h/chunks/a")) {
            assertThat(in.readAllBytes()).isEqualTo(content);
        }
        assertThat(store.unfinished("h/chunks")).isEmpty();
    }

    @Test
    void anUploadThatNobodyFinishedIsFoundAndGivenUp() throws IOException {
        client.createMultipartUpload(request -> request.bucket(bucket).key("h/chunks/old"));

        assertThat(store.unfinished("h/chunks")).singleElement().satisfies(upload -> store.abort(upload));

        assertThat(store.unfinished("h/chunks")).isEmpty();
    }

    @Test
    void aWrongSecretIsOneSentence() {
        try (S3Store other = open(bucket, "not the secret", "")) {
            assertThatIOException()
                    .isThrownBy(other::checkReachable)
                    .withMessageContaining("the secret does not belong to the key");
        }
    }

    @Test
    void chunksGetTheStorageClassAndDocumentsDoNot() throws IOException {
        try (S3Store cold = open(bucket, "testsecret", "&storageClass=STANDARD_IA")) {
            cold.put("h/chunks/a", new ByteArrayInputStream(noise(100)));
            cold.write("h/map.json", "{}".getBytes(UTF_8));
        }

        assertThat(head("h/chunks/a").storageClassAsString()).isEqualTo("STANDARD_IA");
        assertThat(head("h/map.json").storageClassAsString()).isIn(null, "STANDARD");
    }

    private HeadObjectResponse head(String key) {
        return client.headObject(request -> request.bucket(bucket).key(key));
    }

    /** A day lasts ten seconds here. */
    @Test
    void theRuleMovesTheChunksAloneToGlacier() throws Exception {
        store.put("h/chunks/a", new ByteArrayInputStream(noise(300_000)));
        store.write("h/map.json", "{}".getBytes(UTF_8));
        try (S3Store glacier = open(bucket, "testsecret", "&glacier=true")) {
            glacier.prepare("h/chunks");
        }

        Instant end = Instant.now().plus(Duration.ofSeconds(90));
        while (store.stat("h/chunks/a").orElseThrow().availability() != Availability.OFFLINE
                && Instant.now().isBefore(end)) {
            Thread.onSpinWait();
        }

        assertThat(head("h/chunks/a").storageClassAsString()).isEqualTo("GLACIER");
        assertThat(head("h/map.json").storageClassAsString()).isIn(null, "STANDARD");
        try (S3Store standard = open(bucket, "testsecret", "&glacier=false")) {
            standard.prepare("h/chunks");
        }
        assertThat(client.getBucketLifecycleConfiguration(request -> request.bucket(bucket))
                        .rules())
                .noneMatch(rule -> rule.statusAsString().equals("Enabled"));
    }
}
