package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.BucketRepository;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.Restore;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.store.Thaw;
import software.amazon.awssdk.core.sync.RequestBody;

/** Chunks in an archive, of which each is one byte. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(120)
class ThawingTest {
    private static S3Server server;
    private final Instant start = Instant.now();
    private Repository target;

    @BeforeEach
    void open() {
        server.clear();
        target = BucketRepository.of(server);
    }

    @AfterEach
    void close() {
        target.store().close();
    }

    private static String chunk(int number) {
        return "host1/chunks/id" + number + ".000001";
    }

    private static void store(int number, String storageClass) {
        server.direct()
                .putObject(put -> put.bucket(S3Server.BUCKET).key(chunk(number)), RequestBody.fromBytes(new byte[1]));
        server.archive(chunk(number), storageClass);
    }

    private static List<BackupEntry> stored(int count) {
        IntStream.rangeClosed(1, count).forEach(number -> store(number, "GLACIER"));
        return IntStream.rangeClosed(1, count).mapToObj(BackupEntries::full).toList();
    }

    private void request(List<BackupEntry> entries) throws IOException {
        Thawing.DEFAULT.bringBack(target, entries);
    }

    /** What is done each time that something has changed. */
    private static Thawing waiting(Runnable whenWaiting) {
        return new Thawing(Thaw.DEFAULT, true, Duration.ofMillis(1), new RunListener() {
            @Override
            public void waiting(String forWhat) {
                whenWaiting.run();
            }
        });
    }

    private static List<String> requested() {
        return server.restores().stream().map(Restore::key).toList();
    }

    private static Fault refuse(String key) {
        return server.play(Fault.of(Effect.ACCESS_DENIED, Request.is(S3Operation.RESTORE_OBJECT, key)));
    }

    @Nested
    class Refusals {
        @Test
        void refusalOfOne_doesNotStopTheOthers() {
            List<BackupEntry> entries = stored(3);
            refuse(chunk(2));

            assertThatExceptionOfType(OfflineException.class)
                    .isThrownBy(() -> request(entries))
                    .withMessageContaining("2 were just requested, 1 could not be requested (" + chunk(2))
                    .withMessageContaining("give the key's owner the permission");

            assertThat(requested()).containsExactly(chunk(1), chunk(3));
        }

        @Test
        void refusalThatPasses_isTriedAgain() throws IOException {
            List<BackupEntry> entries = stored(2);
            Fault fault = server.play(Fault.of(Effect.ACCESS_DENIED, Request.is(S3Operation.RESTORE_OBJECT, chunk(1)))
                    .once());

            waiting(server::finishRestores).bringBack(target, entries);

            assertThat(fault.played()).isEqualTo(1);
            assertThat(requested()).containsExactly(chunk(2), chunk(1));
        }

        @Test
        void refusalOfAllThatIsMissing_endsTheWait() {
            List<BackupEntry> entries = stored(2);
            refuse(chunk(2));

            assertThatExceptionOfType(OfflineException.class)
                    .isThrownBy(() -> waiting(server::finishRestores).bringBack(target, entries))
                    .withMessageContaining("1 of 2 chunks can be read")
                    .withMessageContaining("1 could not be requested");
        }

        @Test
        void refusalOfMany_isNotTriedForEach() {
            List<BackupEntry> entries = stored(30);
            server.play(Fault.of(Effect.ACCESS_DENIED, Request.is(S3Operation.RESTORE_OBJECT)));

            assertThatExceptionOfType(OfflineException.class)
                    .isThrownBy(() -> request(entries))
                    .withMessageContaining("30 could not be requested");

            assertThat(server.requests(S3Operation.RESTORE_OBJECT)).hasSize(20);
        }
    }

    @Test
    void expeditedTierOfDeepArchive_isStandard() {
        store(1, "GLACIER");
        store(2, "DEEP_ARCHIVE");
        Thaw fast = new Thaw(Thaw.Tier.EXPEDITED, 3);
        List<BackupEntry> entries = List.of(BackupEntries.full(1), BackupEntries.full(2));

        assertThatExceptionOfType(OfflineException.class)
                .isThrownBy(
                        () -> new Thawing(fast, false, Duration.ZERO, RunListener.SILENT).bringBack(target, entries))
                .withMessageContaining("2 were just requested");

        assertThat(server.restores())
                .containsExactly(new Restore(chunk(1), "Expedited", 3), new Restore(chunk(2), "Standard", 3));
    }

    @Nested
    class Lapses {
        private List<BackupEntry> retrieved(int count) {
            List<BackupEntry> entries = stored(count);
            assertThatExceptionOfType(OfflineException.class).isThrownBy(() -> request(entries));
            server.finishRestores();
            return entries;
        }

        @Test
        void copyForSomeDays_isLeftAlone() throws IOException {
            List<BackupEntry> entries = retrieved(1);

            request(entries);

            assertThat(requested()).hasSize(1);
        }

        @Test
        void copyThatLapsesWithinADay_isExtended() throws IOException {
            List<BackupEntry> entries = retrieved(2);
            server.letRestoreLapse(chunk(2), start.plus(Duration.ofHours(3)));

            request(entries);

            assertThat(requested()).containsExactly(chunk(1), chunk(2), chunk(2));
        }

        @Test
        void copyThatIsListed_isExtended() throws IOException {
            List<BackupEntry> entries = retrieved(30);
            server.letRestoreLapse(chunk(7), start.plus(Duration.ofHours(3)));
            server.forget();

            request(entries);

            assertThat(requested()).hasSize(31).endsWith(chunk(7));
            assertThat(server.requests(S3Operation.HEAD_OBJECT))
                    .extracting(Request::key)
                    .containsExactly(chunk(7));
        }

        @Test
        void extensionThatIsRefused_isNoError() throws IOException {
            List<BackupEntry> entries = retrieved(1);
            server.letRestoreLapse(chunk(1), start.plus(Duration.ofHours(3)));
            Fault fault = refuse(chunk(1));

            request(entries);

            assertThat(fault.played()).isEqualTo(1);
        }

        @Test
        void copyThatLapsesDuringTheWait_isExtendedOnce() throws IOException {
            List<BackupEntry> entries = retrieved(1);
            store(2, "GLACIER");
            server.letRestoreLapse(chunk(1), start.plus(Duration.ofDays(2)));
            Passing clock = new Passing(start);
            AtomicInteger rounds = new AtomicInteger();
            Thawing thawing = waiting(() -> {
                clock.now = start.plus(Duration.ofHours(30));
                if (rounds.incrementAndGet() == 2) {
                    server.finishRestores();
                }
            });

            thawing.bringBack(target, List.of(entries.get(0), BackupEntries.full(2)), clock);

            assertThat(requested()).containsExactly(chunk(1), chunk(2), chunk(1));
        }

        @Test
        void copyThatHasLapsed_isWaitedForAgain() throws IOException {
            List<BackupEntry> entries = retrieved(1);
            store(2, "GLACIER");
            server.letRestoreLapse(chunk(1), start.plus(Duration.ofDays(2)));
            Passing clock = new Passing(start);
            AtomicInteger rounds = new AtomicInteger();
            Thawing thawing = waiting(() -> {
                clock.now = start.plus(Duration.ofHours(50));
                if (rounds.incrementAndGet() == 1) {
                    server.expireRestores();
                } else {
                    server.finishRestores();
                }
            });

            thawing.bringBack(target, List.of(entries.get(0), BackupEntries.full(2)), clock);

            assertThat(requested()).containsExactly(chunk(1), chunk(2), chunk(1));
            assertThat(target.store().stat(chunk(1)).orElseThrow().lapses()).isPresent();
        }
    }

    @Nested
    class Requests {
        @Test
        void waitForMany_costsAListEachTime() throws IOException {
            List<BackupEntry> entries = stored(30);
            AtomicInteger rounds = new AtomicInteger();

            waiting(() -> {
                        if (rounds.incrementAndGet() == 1) {
                            server.forget();
                        } else {
                            server.finishRestores();
                        }
                    })
                    .bringBack(target, entries);

            assertThat(server.requests()).hasSize(2).allMatch(Request.is(S3Operation.LIST_OBJECTS));
        }

        @Test
        void serverThatDoesNotListCopies_isAskedForEach() throws IOException {
            List<BackupEntry> entries = stored(30);
            server.play(Fault.of(Effect.NOT_IMPLEMENTED, this::hasAttributes));

            waiting(server::finishRestores).bringBack(target, entries);

            assertThat(requested()).hasSize(30);
            assertThat(server.requests()).filteredOn(this::hasAttributes).hasSize(1);
        }

        private boolean hasAttributes(Request request) {
            return request.header("x-amz-optional-object-attributes").isPresent();
        }
    }

    /** A clock that a test sets. */
    private static final class Passing extends Clock {
        private Instant now;

        Passing(Instant start) {
            now = start;
        }

        @Override
        public Instant instant() {
            return now;
        }

        @Override
        public ZoneOffset getZone() {
            return ZoneOffset.UTC;
        }

        @Override
        public Clock withZone(ZoneId zone) {
            return this;
        }
    }
}
