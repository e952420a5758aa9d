package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.StoredObject;

class ReserveTest {
    private final Shelf shelf;
    private final Repository target;

    ReserveTest(@TempDir Path directory) {
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    private Optional<Long> size() throws IOException {
        return target.store().stat(target.reserve()).map(StoredObject::size);
    }

    @Test
    void repositoryWithBackups_keepsRoomForALockAndTwoMaps() throws IOException {
        shelf.backup(1, 0);
        long map = target.store().stat(target.map()).orElseThrow().size();

        Reserve.keep(target, shelf.map());

        assertThat(size().orElseThrow()).isGreaterThan(2 * map + 60_000);
    }

    @Test
    void mapThatHasGrown_makesTheReserveGrow() throws IOException {
        shelf.backup(1, 0);
        Reserve.keep(target, shelf.map());
        target.write(target.map(), new byte[1_000_000]);

        Reserve.keep(target, shelf.map());

        assertThat(size().orElseThrow()).isGreaterThan(3_000_000);
    }

    @Test
    void reserveThatIsLargeEnough_isNotWrittenAgain() throws IOException {
        shelf.backup(1, 0);
        target.write(target.reserve(), new byte[1_000_000]);

        Reserve.keep(target, shelf.map());

        assertThat(size()).contains(1_000_000L);
    }

    @Test
    void repositoryWithoutBackups_hasNone() throws IOException {
        target.write(target.reserve(), new byte[10]);

        Reserve.keep(target, BackupMap.EMPTY);

        assertThat(size()).isEmpty();
    }

    @Test
    void reserveThatCannotBeWritten_isNoFailure() throws IOException {
        shelf.backup(1, 0);
        target.write(target.reserve() + "/in-its-way", new byte[1]);

        assertThatCode(() -> Reserve.keep(target, shelf.map())).doesNotThrowAnyException();
    }

    @Test
    void lockToMakeRoom_givesTheReserveUp() throws IOException {
        shelf.backup(1, 0);
        Reserve.keep(target, shelf.map());

        try (RunLock lock = Reserve.lock(target, Duration.ZERO)) {
            lock.check();
            assertThat(size()).isEmpty();
        }
    }

    @Test
    void lockOfAnotherRun_leavesTheReserve() throws IOException {
        shelf.backup(1, 0);
        Reserve.keep(target, shelf.map());

        try (RunLock lock = RunLock.acquire(target)) {
            lock.check();
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> Reserve.lock(target, Duration.ZERO));
            assertThat(size()).isPresent();
        }
    }
}
