package org.zfsbackup.store.s3;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import java.util.Random;
import java.util.Set;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.store.StoredDocument;
import software.amazon.awssdk.http.Abortable;
import software.amazon.awssdk.services.s3.S3Client;

/** What goes wrong between us and a server ends well, or in an error and with nothing half done; and it ends. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(300)
class S3FaultTest {
    private static final String CHUNK = "h/chunks/a";
    private static final byte[] CONTENT = new byte[(13 << 20) + 7];
    private static S3Server server;
    private S3Store store;

    @BeforeAll
    static void start() throws IOException {
        new Random(1).nextBytes(CONTENT);
    }

    @BeforeEach
    void open() {
        server.clear();
        store = Buckets.open(server, S3Server.BUCKET, "&partSize=5&parallel=2");
    }

    @AfterEach
    void close() {
        server.heal();
        store.close();
    }

    private static Fault at(S3Operation operation, Effect effect) {
        return Fault.of(effect, request -> request.operation() == operation);
    }

    private void put() throws IOException {
        store.put(CHUNK, new ByteArrayInputStream(CONTENT));
    }

    private byte[] got() throws IOException {
        try (InputStream in = store.get(CHUNK)) {
            return in.readAllBytes();
        }
    }

    private void assertStoredWhole() throws IOException {
        server.heal();
        assertThat(got()).isEqualTo(CONTENT);
        assertThat(store.unfinished("h/chunks")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "UPLOAD_PART, INTERNAL_ERROR",
        "UPLOAD_PART, SLOW_DOWN",
        "UPLOAD_PART, RESET_IN_REQUEST",
        "UPLOAD_PART, ANSWER_LOST",
        "UPLOAD_PART, STALL",
        "UPLOAD_PART, SKEWED_CLOCK",
        "CREATE_MULTIPART_UPLOAD, INTERNAL_ERROR",
        "CREATE_MULTIPART_UPLOAD, SLOW_DOWN",
        "CREATE_MULTIPART_UPLOAD, STALL",
        "COMPLETE_MULTIPART_UPLOAD, INTERNAL_ERROR",
        "COMPLETE_MULTIPART_UPLOAD, SLOW_DOWN",
        "COMPLETE_MULTIPART_UPLOAD, ANSWER_LOST",
        "COMPLETE_MULTIPART_UPLOAD, ERROR_IN_OK",
        "COMPLETE_MULTIPART_UPLOAD, STALL",
        "HEAD_OBJECT, INTERNAL_ERROR",
    })
    void anUploadGoesOnAfterWhatPasses(S3Operation operation, Effect effect) throws IOException {
        Fault fault = server.play(at(operation, effect).once());

        put();

        assertThat(fault.played()).isPositive();
        assertStoredWhole();
    }

    @ParameterizedTest
    @CsvSource({
        "UPLOAD_PART, INTERNAL_ERROR, InternalError",
        "UPLOAD_PART, SLOW_DOWN, asks for fewer requests",
        "UPLOAD_PART, RESET_IN_REQUEST, ''",
        "UPLOAD_PART, STALL, timed out",
        "UPLOAD_PART, EXPIRED_TOKEN, get new credentials",
        "UPLOAD_PART, WRONG_ETAG, ''",
        "CREATE_MULTIPART_UPLOAD, BUCKET_GONE, there is no such bucket",
        "COMPLETE_MULTIPART_UPLOAD, INTERNAL_ERROR, InternalError",
        "COMPLETE_MULTIPART_UPLOAD, WRONG_ETAG, has stored another object",
    })
    void anUploadThatCannotBeDoneIsAnErrorAndGivenUp(S3Operation operation, Effect effect, String said)
            throws IOException {
        server.play(at(operation, effect));

        assertThatIOException()
                .isThrownBy(this::put)
                .withMessageContaining(CHUNK)
                .withMessageContaining(said);

        server.heal();
        assertThat(store.unfinished("h/chunks")).isEmpty();
    }

    @Test
    void aBucketThatVanishesInTheMiddleIsSaid() {
        server.play(at(S3Operation.UPLOAD_PART, Effect.BUCKET_GONE).after(1));

        assertThatIOException().isThrownBy(this::put).withMessageContaining("there is no such bucket: create it");
    }

    @Test
    void aSourceThatFailsLeavesNoUpload() throws IOException {
        InputStream broken = new FilterInputStream(new ByteArrayInputStream(CONTENT)) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = super.read(target, offset, length);
                if (count < 0) {
                    throw new IOException("the stream broke");
                }
                return count;
            }
        };

        assertThatIOException().isThrownBy(() -> store.put(CHUNK, broken)).withMessage("the stream broke");

        assertThat(store.unfinished("h/chunks")).isEmpty();
        assertThat(store.stat(CHUNK)).isEmpty();
        assertThat(server.requests(S3Operation.ABORT_MULTIPART_UPLOAD)).hasSize(1);
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {
                "INTERNAL_ERROR",
                "SLOW_DOWN",
                "RESET_IN_ANSWER",
                "CLOSE_IN_ANSWER",
                "STALL_IN_ANSWER",
                "STALL",
                "ANSWER_LOST"
            })
    void aDownloadGoesOnAfterWhatPasses(Effect effect) throws IOException {
        put();
        Fault fault = server.play(at(S3Operation.GET_OBJECT, effect).times(2));

        assertThat(got()).isEqualTo(CONTENT);

        assertThat(fault.played()).isEqualTo(2);
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"INTERNAL_ERROR", "SLOW_DOWN", "STALL", "EXPIRED_TOKEN", "BUCKET_GONE"})
    void aDownloadThatCannotBeDoneIsAnError(Effect effect) throws IOException {
        put();
        server.play(at(S3Operation.GET_OBJECT, effect));

        assertThatIOException().isThrownBy(this::got).withMessageContaining(CHUNK);
    }

    @Test
    void aSlowConnectionIsJoinedByOthers() throws IOException {
        put();
        server.play(at(S3Operation.GET_OBJECT, Effect.SLOW_ANSWER));
        Set<Thread> before = downloads();
        try (InputStream in = store.get(CHUNK)) {
            assertThat(in.readNBytes(CONTENT.length)).isEqualTo(CONTENT);

            Set<Thread> ours = downloads();
            ours.removeAll(before);
            assertThat(ours).hasSize(2);
        }
        assertThat(positions())
                .startsWith(0L)
                .contains(5L << 20, 10L << 20)
                .anyMatch(from -> from > 0 && from < 5 << 20)
                .hasSize(4);
    }

    private static Set<Thread> downloads() {
        return Thread.getAllStackTraces().keySet().stream()
                .filter(thread -> thread.getName().endsWith(" download of " + CHUNK))
                .collect(Collectors.toSet());
    }

    /** Where downloads began so far; a busy host may ask twice for what does not come within a second. */
    private static List<Long> positions() {
        return server.requests(S3Operation.GET_OBJECT).stream()
                .map(request -> request.header("range").orElseThrow())
                .map(range -> Long.valueOf(range.substring("bytes=".length(), range.indexOf('-'))))
                .distinct()
                .toList();
    }

    @Test
    void whoReadsOnAfterAFailureGetsNothingFromBehindIt() throws IOException {
        put();
        server.play(at(S3Operation.GET_OBJECT, Effect.SLOW_ANSWER).once());
        server.play(Fault.of(Effect.INTERNAL_ERROR, request -> request.header("range")
                .filter(range -> range.startsWith("bytes=" + (5 << 20) + "-"))
                .isPresent()));
        try (InputStream in = store.get(CHUNK)) {
            assertThat(in.readNBytes(5 << 20)).hasSize(5 << 20);

            assertThatIOException().isThrownBy(in::read).withMessageContaining(CHUNK);
            assertThatIOException().isThrownBy(in::read).withMessageContaining(CHUNK);
        }
    }

    @Test
    void whoReadsOnAfterClosingGetsNoEnd() throws IOException {
        put();
        InputStream in = store.get(CHUNK);
        assertThat(in.read()).isEqualTo(CONTENT[0] & 0xff);
        in.close();

        assertThatIOException().isThrownBy(in::readAllBytes).withMessageContaining(CHUNK);
    }

    @Test
    void aSmallUploadToAServerThatTakesNothingCanBeInterrupted() throws Exception {
        try (ServerSocket deaf = new ServerSocket()) {
            deaf.setReceiveBufferSize(4096);
            deaf.bind(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0));
            S3ClientConfig access = new S3ClientConfig();
            access.setServer("http://localhost:" + deaf.getLocalPort());
            access.setKey("id", "secret");
            try (S3Store other = new S3Store(access.client(), S3Uri.of("aws2-s3:bucket?partSize=64"), true)) {
                CompletableFuture<Throwable> failure = new CompletableFuture<>();
                Thread upload = new Thread(() -> {
                    try {
                        other.put(CHUNK, new ByteArrayInputStream(new byte[48 << 20]));
                    } catch (IOException | RuntimeException e) {
                        failure.complete(e);
                    }
                });
                upload.start();
                try (Socket connection = deaf.accept()) {
                    assertThat(connection.getInputStream().read()).isEqualTo('P');
                    upload.interrupt();

                    assertThat(failure.get(10, TimeUnit.SECONDS)).isInstanceOf(InterruptedIOException.class);
                }
            }
        }
    }

    @Test
    void aHundredPartsOnTheirWayKeepNoDocumentWaiting() throws IOException {
        put();
        store.write("h/lock", new byte[1]);
        List<InputStream> underWay = new ArrayList<>();
        try {
            S3ClientConfig access = new S3ClientConfig();
            access.setServer(server.endpoint().toString());
            access.setKey(server.keyId(), server.secret());
            S3Client client = access.client();
            try (S3Store other = new S3Store(client, S3Uri.of("aws2-s3:" + S3Server.BUCKET), true)) {
                for (int i = 0; i < 100; i++) {
                    underWay.add(client.getObject(
                            request -> request.bucket(S3Server.BUCKET).key(CHUNK)));
                }

                assertThat(other.read("h/lock")).isPresent();
            }
        } finally {
            for (InputStream in : underWay) {
                ((Abortable) in).abort();
            }
        }
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadInPartsIsAnError() throws IOException {
        put();
        server.play(at(S3Operation.GET_OBJECT, Effect.SLOW_ANSWER));
        try (InputStream in = store.get(CHUNK)) {
            assertThat(in.read()).isEqualTo(CONTENT[0] & 0xff);
            server.heal();
            store.put(CHUNK, new ByteArrayInputStream(new byte[CONTENT.length]));

            assertThatIOException().isThrownBy(in::readAllBytes).withMessageContaining(CHUNK);
        }
    }

    @Test
    void anObjectThatIsReplacedWhileItIsReadIsWhatItWasOrAnError() throws IOException {
        put();
        try (InputStream in = store.get(CHUNK)) {
            assertThat(in.read()).isEqualTo(CONTENT[0] & 0xff);
            store.put(CHUNK, new ByteArrayInputStream(new byte[CONTENT.length]));
            byte[] rest;
            try {
                rest = in.readAllBytes();
            } catch (IOException e) {
                assertThat(e).hasMessageContaining(CHUNK);
                return;
            }
            assertThat(rest).isEqualTo(Arrays.copyOfRange(CONTENT, 1, CONTENT.length));
        }
    }

    @ParameterizedTest
    @EnumSource(
            value = Effect.class,
            names = {"INTERNAL_ERROR", "SLOW_DOWN", "RESET_IN_REQUEST", "ANSWER_LOST", "STALL"})
    void aConditionalWriteIsDoneOnceWhateverBreaks(Effect effect) throws IOException {
        server.play(at(S3Operation.PUT_OBJECT, effect).once());
        assertThat(store.putIfAbsent("h/map.json", "one".getBytes(UTF_8))).isTrue();
        StoredDocument one = store.read("h/map.json").orElseThrow();
        server.play(at(S3Operation.PUT_OBJECT, effect).once());
        assertThat(store.replace("h/map.json", "two".getBytes(UTF_8), one.etag()))
                .isTrue();

        assertThat(store.replace("h/map.json", "three".getBytes(UTF_8), one.etag()))
                .isFalse();
        assertThat(store.putIfAbsent("h/map.json", "four".getBytes(UTF_8))).isFalse();

        assertThat(store.read("h/map.json").orElseThrow().content()).isEqualTo("two".getBytes(UTF_8));
    }

    @Test
    void conditionsThatHoldAreFoundToHold() throws IOException {
        store.write("h/lock", "mine".getBytes(UTF_8));

        assertThat(store.supportsConditionalWrites("h/lock", "mine".getBytes(UTF_8)))
                .isTrue();

        assertThat(store.read("h/lock").orElseThrow().content()).isEqualTo("mine".getBytes(UTF_8));
    }

    @Nested
    class RefusedConditions {
        @ParameterizedTest
        @EnumSource(
                value = Effect.class,
                names = {"CONDITIONS_NOT_IMPLEMENTED", "CONDITIONS_INVALID"})
        void server_isUsedWithoutThem(Effect effect) throws IOException {
            server.play(Fault.of(effect, request -> true));

            assertThat(store.putIfAbsent("h/lock", bytes("one"))).isTrue();
            assertThat(store.putIfAbsent("h/lock", bytes("two"))).isFalse();
            assertThat(content("h/lock")).isEqualTo("one");
            String etag = store.read("h/lock").orElseThrow().etag();
            assertThat(store.replace("h/lock", bytes("three"), etag)).isTrue();
            assertThat(store.replace("h/lock", bytes("four"), etag)).isFalse();
            assertThat(content("h/lock")).isEqualTo("three");
            assertThat(store.supportsConditionalWrites("h/lock", bytes("three")))
                    .isFalse();
            put();
            assertThat(got()).isEqualTo(CONTENT);
        }

        @Test
        void honoursConditions_isFalseAndKeepsTheObject() throws IOException {
            store.write("h/lock", bytes("mine"));
            server.play(Fault.of(Effect.CONDITIONS_NOT_IMPLEMENTED, request -> true));

            assertThat(store.supportsConditionalWrites("h/lock", bytes("mine"))).isFalse();

            assertThat(content("h/lock")).isEqualTo("mine");
        }

        @Test
        void header_isNotSentAgain() throws IOException {
            Fault fault = server.play(Fault.of(Effect.CONDITIONS_NOT_IMPLEMENTED, request -> true));
            for (int i = 0; i < 3; i++) {
                store.putIfAbsent("h/" + i, bytes("x"));
            }

            assertThat(server.requests(S3Operation.PUT_OBJECT))
                    .filteredOn(request -> request.header("if-none-match").isPresent())
                    .hasSize(1);
            assertThat(fault.played()).isPositive();
        }

        @Test
        void eightThreads_oneWins() throws Exception {
            server.play(Fault.of(Effect.CONDITIONS_NOT_IMPLEMENTED, request -> true));
            ExecutorService threads = Executors.newFixedThreadPool(8);
            List<Callable<Boolean>> tasks = Collections.nCopies(8, () -> store.putIfAbsent("h/lock", bytes("x")));

            List<Boolean> won = new ArrayList<>();
            for (Future<Boolean> task : threads.invokeAll(tasks)) {
                won.add(task.get());
            }
            threads.shutdown();

            assertThat(won).containsOnlyOnce(true);
        }

        @Test
        void otherCauseOf400_isReported() {
            server.play(at(S3Operation.PUT_OBJECT, Effect.EXPIRED_TOKEN));
            assertThatIOException()
                    .isThrownBy(() -> store.putIfAbsent("h/lock", bytes("x")))
                    .withMessageContaining("get new credentials");
        }

        @Test
        void damageOnTheWay_keepsTheConditions() throws IOException {
            server.play(at(S3Operation.PUT_OBJECT, Effect.BAD_DIGEST).once());
            assertThatIOException().isThrownBy(() -> store.putIfAbsent("h/lock", bytes("one")));
            server.forget();

            assertThat(store.putIfAbsent("h/lock", bytes("two"))).isTrue();

            assertThat(server.requests(S3Operation.PUT_OBJECT))
                    .allMatch(request -> request.header("if-none-match").isPresent());
        }

        @Test
        void objectReplacedWhileRead_isError() throws IOException {
            put();
            server.play(Fault.of(Effect.CONDITIONS_NOT_IMPLEMENTED, request -> true));

            try (InputStream in = store.get(CHUNK)) {
                store.put(CHUNK, new ByteArrayInputStream(new byte[CONTENT.length]));
                assertThatIOException()
                        .isThrownBy(in::readAllBytes)
                        .withMessageContaining("it was replaced while it was read");
            }
        }

        private byte[] bytes(String text) {
            return text.getBytes(UTF_8);
        }

        private String content(String name) throws IOException {
            return new String(store.read(name).orElseThrow().content(), UTF_8);
        }
    }

    @Test
    void conditionsThatAreIgnoredAreFoundOut() throws IOException {
        store.write("h/lock", "mine".getBytes(UTF_8));
        server.play(at(S3Operation.PUT_OBJECT, Effect.NO_CONDITIONS));

        try (S3Store plain = Buckets.open(server, S3Server.BUCKET, "&checksums=false")) {
            assertThat(plain.supportsConditionalWrites("h/lock", "mine".getBytes(UTF_8)))
                    .isFalse();
        }

        assertThat(store.read("h/lock").orElseThrow().content()).isEqualTo("mine".getBytes(UTF_8));
    }

    @Test
    void wrongCredentialsAreOneSentence() {
        S3Uri place = S3Uri.of("aws2-s3:" + S3Server.BUCKET + "?uriEndpointOverride=" + server.endpoint());
        S3ClientConfig access = place.access();
        access.setKey("somebody", "not the secret");
        try (S3Store other = new S3Store(access.client(), place, true)) {
            assertThatIOException()
                    .isThrownBy(other::checkReachable)
                    .withMessageContaining("does not know this key")
                    .withMessageNotContaining("not the secret")
                    .withMessageNotContaining("\n");
        }
    }

    @Test
    void aServerThatRefusesTheNewerChecksumsTakesMd5() throws IOException {
        server.play(Fault.of(Effect.NO_TRAILERS, request -> true));
        try (S3Store older = Buckets.open(server, S3Server.BUCKET, "&checksums=false&partSize=5")) {
            older.put(CHUNK, new ByteArrayInputStream(CONTENT));
            older.write("h/empty", new byte[0]);

            assertThat(older.read("h/empty").orElseThrow().content()).isEmpty();
        }
        assertStoredWhole();
    }
}
