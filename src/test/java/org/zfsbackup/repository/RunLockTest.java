package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.plan.BackupChoice;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.zfs.Source;

@Timeout(300)
class RunLockTest {
    private final Path directory;
    private final Shelf shelf;
    private final Repository target;

    RunLockTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    private void lockOf(LockOwner owner, Duration age) throws IOException {
        target.write(target.lock(), owner.document());
        age(target.lock(), age);
    }

    private void age(String name, Duration age) throws IOException {
        Files.setLastModifiedTime(
                directory.resolve(name), FileTime.from(Instant.now().minus(age)));
    }

    private static LockOwner foreign() {
        return new LockOwner("foreign-id", "other-host", "another boot", 4711, 1);
    }

    /** A process of this host that has ended. */
    private static LockOwner dead() throws Exception {
        Process process = new ProcessBuilder("true").start();
        process.waitFor();
        LockOwner self = LockOwner.self("dead-beef");
        return new LockOwner("dead-beef", self.host(), self.pidNamespace(), process.pid(), self.started());
    }

    private void refused(String part) {
        assertThatExceptionOfType(LockedException.class)
                .isThrownBy(() -> RunLock.acquire(target))
                .withMessageContaining(part);
    }

    @Test
    void aSecondRunIsRefusedAndToldWhoHoldsTheLock() throws IOException {
        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            refused("another run (process " + ProcessHandle.current().pid() + " on ");
            refused("Wait until it ends");
            lock.check();
        }
        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void lookAtTheLock_takesNothingAndNamesTheHolder() throws IOException {
        RunLock.checkFree(target);
        assertThat(shelf.names()).isEmpty();
        try (RunLock lock = RunLock.acquire(target)) {
            assertThatExceptionOfType(LockedException.class)
                    .isThrownBy(() -> RunLock.checkFree(target))
                    .withMessageContaining(
                            "another run (process " + ProcessHandle.current().pid() + " on ");
            lock.check();
        }
    }

    @Test
    void aReleasedLockIsFree() throws IOException {
        RunLock.acquire(target).close();
        RunLock.acquire(target).close();

        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void prefixesAreLockedOneByOne() throws IOException {
        try (RunLock one = RunLock.acquire(target);
                RunLock other = RunLock.acquire(new Repository(target.store(), "host2"))) {
            one.check();
            other.check();
        }
    }

    @Test
    void theLockOfAProcessThatEndedHereIsTakenOverAtOnce() throws Exception {
        lockOf(dead(), Duration.ZERO);

        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            assertThat(shelf.names()).containsExactly(target.lock());
        }
    }

    @Test
    void aProcessNumberThatIsUsedAgainIsNotTheHolder() throws IOException {
        LockOwner self = LockOwner.self("old-id");
        lockOf(
                new LockOwner("old-id", self.host(), self.pidNamespace(), self.pid(), self.started() - 3_600_000),
                Duration.ZERO);

        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
        }
    }

    @Test
    void theLockOfARunningProcessHereNeverLapses() throws IOException {
        long running = ProcessHandle.current().parent().orElseThrow().pid();
        LockOwner self = LockOwner.self("running-id");
        lockOf(
                new LockOwner("running-id", self.host(), self.pidNamespace(), running, LockOwner.startOf(running)),
                Duration.ofDays(3));

        refused("is using");
    }

    @Test
    void theLockOfARunInThisProcessNeverLapses() throws IOException {
        try (RunLock lock = RunLock.acquire(target)) {
            age(target.lock(), Duration.ofDays(3));

            refused("is using");
            lock.check();
        }
    }

    @Test
    void aLockThatThisProcessCouldNotGiveBackIsHeldForFiveMinutes() throws IOException {
        lockOf(LockOwner.self("not-given-back"), Duration.ofMinutes(4));

        refused("is using");
    }

    @Test
    void aLockThatThisProcessCouldNotGiveBackLapses() throws IOException {
        lockOf(LockOwner.self("not-given-back"), Duration.ofMinutes(6));

        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            assertThat(shelf.names()).containsExactly(target.lock());
        }
    }

    @Test
    void theLockOfAnotherHostIsHeldForFiveMinutes() throws IOException {
        lockOf(foreign(), Duration.ofMinutes(4));

        refused("process 4711 on other-host");
        assertThat(shelf.names()).containsExactly(target.lock());
    }

    @Test
    void theLockOfAnotherHostLapsesAfterFiveMinutes() throws IOException {
        lockOf(foreign(), Duration.ofMinutes(6));

        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            assertThat(shelf.names()).containsExactly(target.lock());
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "{}", "[]", "not json", "{\"id\": \"../../x\"}", "{\"pid\": \"x\"}"})
    void aDamagedLockIsHeldUntilItLapses(String content) throws IOException {
        shelf.put(target.lock(), content.getBytes(StandardCharsets.UTF_8));
        refused("an unknown host");

        age(target.lock(), Duration.ofMinutes(6));
        RunLock.acquire(target).close();
        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void aTakeoverThatIsUnderwayIsNotDisturbed() throws Exception {
        lockOf(dead(), Duration.ZERO);
        target.write(target.lock() + ".after-dead-beef", foreign().document());
        refused("is taking over");

        age(target.lock() + ".after-dead-beef", Duration.ofMinutes(6));
        RunLock.acquire(target).close();
        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void aHolderWhoseLockWasTakenIsToldAndLeavesTheNewOneAlone() throws IOException {
        try (RunLock lock = RunLock.acquire(target)) {
            target.write(target.lock(), foreign().document());

            assertThatExceptionOfType(LockedException.class)
                    .isThrownBy(lock::check)
                    .withMessageContaining("was taken by process 4711 on other-host");
        }
        assertThat(shelf.names()).containsExactly(target.lock());
    }

    @Test
    void aHolderWhoseLockIsGoneIsTold() throws IOException {
        try (RunLock lock = RunLock.acquire(target)) {
            target.store().delete(target.lock());

            assertThatExceptionOfType(LockedException.class)
                    .isThrownBy(lock::check)
                    .withMessageContaining("was taken by another run");
        }
    }

    @Test
    void ofEightThatAcquireOneWins() throws Exception {
        for (int round = 0; round < 5; round++) {
            assertThat(winners()).isEqualTo(1);
            assertThat(shelf.names()).isEmpty();
        }
    }

    @Test
    void ofEightThatFindADeadLockOneWins() throws Exception {
        LockOwner dead = dead();
        for (int round = 0; round < 5; round++) {
            lockOf(dead, Duration.ZERO);

            assertThat(winners()).isEqualTo(1);
            assertThat(shelf.names()).isEmpty();
        }
    }

    /** How many of eight that try at once get the lock, none giving it back before all have tried. */
    private int winners() throws Exception {
        int count = 8;
        ExecutorService pool = Executors.newFixedThreadPool(count);
        try {
            CyclicBarrier barrier = new CyclicBarrier(count);
            Callable<Boolean> attempt = () -> {
                barrier.await();
                RunLock lock = null;
                try {
                    lock = RunLock.acquire(target);
                    lock.check();
                    return true;
                } catch (LockedException e) {
                    return false;
                } finally {
                    barrier.await();
                    if (lock != null) {
                        lock.check();
                        lock.close();
                    }
                }
            };
            List<Callable<Boolean>> attempts = new ArrayList<>();
            for (int i = 0; i < count; i++) {
                attempts.add(attempt);
            }
            int winners = 0;
            for (Future<Boolean> won : pool.invokeAll(attempts)) {
                winners += won.get() ? 1 : 0;
            }
            return winners;
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aLockThatWasGivenBackIsNotRenewed() throws IOException {
        RunLock lock = RunLock.acquire(target);
        lock.beat();
        assertThat(shelf.names()).containsExactly(target.lock());
        lock.close();

        lock.beat();

        assertThat(shelf.names()).isEmpty();
    }

    @Test
    void aRunWhoseBeatsFailedForLongHoldsAYoungLockBeforeItGoesOn() throws Exception {
        try (BackupRun run = BackupRun.open(
                target,
                new BackupChoice(Source.parse("tank/home"), false, true, false),
                Optional.empty(),
                Duration.ZERO)) {
            age(target.lock(), Duration.ofMinutes(6));

            run.checkLock();

            assertThat(target.store().stat(target.lock()).orElseThrow().modified())
                    .isAfter(Instant.now().minus(Duration.ofMinutes(1)));
        }
    }

    @Test
    void aBeatThatFailsUnexpectedlyIsNotTheLast() throws IOException {
        AtomicBoolean broken = new AtomicBoolean();
        ObjectStore store = (ObjectStore) Proxy.newProxyInstance(
                getClass().getClassLoader(), new Class<?>[] {ObjectStore.class}, (self, method, arguments) -> {
                    if (broken.get() && method.getName().equals("read")) {
                        throw new IllegalStateException("the connections were shut down");
                    }
                    return method.invoke(target.store(), arguments);
                });
        try (RunLock lock = RunLock.acquire(new Repository(store, "host1"))) {
            broken.set(true);

            assertThatCode(lock::beat).doesNotThrowAnyException();

            broken.set(false);
            lock.check();
        }
    }

    @Test
    void aLockThatIsGivenBackWhileItIsRenewedIsGone() throws Exception {
        ExecutorService pool = Executors.newSingleThreadExecutor();
        try {
            for (int round = 0; round < 50; round++) {
                RunLock lock = RunLock.acquire(target);
                CyclicBarrier barrier = new CyclicBarrier(2);
                Future<?> renewed = pool.submit(() -> {
                    barrier.await();
                    lock.beat();
                    return true;
                });
                barrier.await();
                lock.close();
                renewed.get();

                assertThat(shelf.names()).isEmpty();
            }
        } finally {
            pool.shutdownNow();
        }
    }

    @Test
    void aRunThatIsPatientGetsTheLockWhenItIsGivenBack() throws Exception {
        RunLock first = RunLock.acquire(target);
        CompletableFuture<RunLock> second = CompletableFuture.supplyAsync(() -> {
            try {
                return RunLock.acquire(target, Duration.ofSeconds(30));
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        });
        assertThatExceptionOfType(LockedException.class)
                .isThrownBy(() -> RunLock.acquire(target, Duration.ofMillis(50)));
        assertThat(second).isNotDone();
        first.close();
        second.get(30, TimeUnit.SECONDS).close();
    }

    @Nested
    class FromTheFuture {
        private static final Duration AHEAD = Duration.ofDays(-3);

        @BeforeEach
        void lockIt() throws IOException {
            lockOf(foreign(), AHEAD);
        }

        private String mark() throws IOException {
            return target.lock() + ".seen-"
                    + target.store()
                            .stat(target.lock())
                            .orElseThrow()
                            .modified()
                            .toEpochMilli();
        }

        @Test
        void lock_isHeldAndSaysWhenItCanBeTaken() {
            refused("Its lock was written 2 days in the future by the target's own clock");
            refused("you can take it over in 5 minutes: run this again then");
        }

        @Test
        void lockSeenForLess_isHeldForTheRest() throws IOException {
            refused("process 4711 on other-host");
            age(mark(), Duration.ofMinutes(3));

            refused("you can take it over in 2 minutes");
        }

        @Test
        void lockSeenForFiveMinutes_isTakenOver() throws IOException {
            refused("process 4711 on other-host");
            age(mark(), Duration.ofMinutes(6));

            try (RunLock lock = RunLock.acquire(target)) {
                lock.check();
                assertThat(shelf.names()).containsExactly(target.lock());
            }
            assertThat(shelf.names()).isEmpty();
        }

        @Test
        void renewedLock_isSeenAnew() throws IOException {
            refused("process 4711 on other-host");
            age(mark(), Duration.ofMinutes(6));
            lockOf(foreign(), AHEAD.minusSeconds(30));

            refused("you can take it over in 5 minutes");
        }

        @Test
        void markFromTheFuture_isMadeAnew() throws IOException {
            refused("process 4711 on other-host");
            age(mark(), Duration.ofDays(-2));

            refused("you can take it over in 5 minutes");
            assertThat(target.store().stat(mark()).orElseThrow().modified())
                    .isBefore(Instant.now().plusSeconds(60));
        }

        @Test
        void claimFromTheFuture_lapsesToo() throws Exception {
            LockOwner dead = dead();
            lockOf(dead, Duration.ZERO);
            String claim = target.lock() + ".after-" + dead.id();
            target.write(claim, foreign().document());
            age(claim, AHEAD);
            refused("is taking over");
            String seen = claim + ".seen-"
                    + target.store().stat(claim).orElseThrow().modified().toEpochMilli();
            age(seen, Duration.ofMinutes(6));

            RunLock.acquire(target).close();

            assertThat(shelf.names()).isEmpty();
        }

        @Test
        void leftovers_areSwept() throws IOException {
            target.store().delete(target.lock());
            String probe = target.lock() + ".clock-0123";
            target.write(probe, new byte[0]);
            age(probe, AHEAD);

            RunLock.acquire(target).close();

            assertThat(shelf.names()).isEmpty();
        }
    }

    @Test
    void foreignFilesInLockFolder_stay() throws IOException {
        List<String> foreign =
                List.of("deeper/owner.json.clock-01", "deeper/.part-owner.json-01", "notes.txt", "x.after-01");
        for (String file : foreign) {
            target.write(target.locks() + "/" + file, new byte[0]);
            age(target.locks() + "/" + file, Duration.ofHours(1));
        }

        RunLock.acquire(target).close();

        assertThat(target.store().list(target.locks()))
                .extracting(object -> object.name().substring(target.locks().length() + 1))
                .containsExactlyInAnyOrderElementsOf(foreign);
    }

    @Test
    void linkInLockFolder_leavesWhatItLeadsTo(@TempDir Path outside) throws IOException {
        Path old = Files.createFile(outside.resolve("owner.json.clock-01"));
        Files.setLastModifiedTime(old, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        Files.createDirectories(directory.resolve(target.locks()));
        Files.createSymbolicLink(directory.resolve(target.locks()).resolve("link"), outside);
        Files.createSymbolicLink(directory.resolve(target.locks()).resolve("owner.json.clock-02"), old);

        RunLock.acquire(target).close();

        assertThat(old).exists();
    }

    @Test
    void whatKilledRunsHaveLeftIsSweptAndWhatIsYoungIsKept() throws IOException {
        String claim = target.lock() + ".after-0123";
        String old = target.locks() + "/.part-owner.json-0123";
        String young = target.locks() + "/.part-owner.json-4567";
        for (String name : List.of(claim, old, young)) {
            target.write(name, new byte[0]);
        }
        Path file = Path.of(target.store().uri().substring("file:".length())).resolve(old);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minus(Duration.ofHours(1))));
        RunLock.acquire(target).close();
        assertThat(target.store().list(target.locks()))
                .extracting(StoredObject::name)
                .containsExactly(young);
    }
}
