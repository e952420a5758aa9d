package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.ConcurrentLinkedQueue;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;
import org.zfsbackup.store.StoredObject;

@ExtendWith(NothingLeft.class)
@Timeout(300)
class BackgroundSyncTest {
    private static final long MUCH = 100L << 20;

    /** A disk: it can be slow, and it can fail. */
    private static final class Disk implements ObjectStore {
        private final ConcurrentLinkedQueue<String> forced = new ConcurrentLinkedQueue<>();
        private final CountDownLatch ready = new CountDownLatch(1);
        private final boolean broken;

        Disk(boolean broken) {
            this.broken = broken;
        }

        @Override
        public void flushPartial(String name) throws IOException {
            try {
                ready.await();
            } catch (InterruptedException e) {
                throw new IOException("interrupted: whatever failed is not known any more", e);
            }
            forced.add(name);
            if (broken) {
                throw new IOException("Input/output error");
            }
        }

        @Override
        public void checkReachable() {}

        @Override
        public void put(String name, InputStream content) {}

        @Override
        public boolean putIfAbsent(String name, byte[] content) {
            return false;
        }

        @Override
        public Optional<StoredDocument> read(String name) {
            return Optional.empty();
        }

        @Override
        public boolean replace(String name, byte[] content, String etag) {
            return false;
        }

        @Override
        public boolean supportsConditionalWrites(String name, byte[] content) {
            return true;
        }

        @Override
        public void makeDurable(String name) {}

        @Override
        public InputStream get(String name) {
            return InputStream.nullInputStream();
        }

        @Override
        public Optional<StoredObject> stat(String name) {
            return Optional.empty();
        }

        @Override
        public List<StoredObject> list(String folder) {
            return List.of();
        }

        @Override
        public void delete(String name) {}

        @Override
        public String uri() {
            return "disk:";
        }
    }

    @Test
    void muchIsWrittenEarlyAndLittleIsNot() throws IOException {
        Disk disk = new Disk(false);
        disk.ready.countDown();
        BackgroundSync writeback = new BackgroundSync(disk);
        writeback.moved(() -> "little", 1000);
        writeback.moved(() -> "much", MUCH);
        writeback.finish();
        assertThat(disk.forced).containsExactly("much");
    }

    /** The kernel tells it once: whoever forces the file afterwards hears nothing of it. */
    @Test
    void whatTheDiskCouldNotTakeFailsTheBackup() {
        Disk disk = new Disk(true);
        disk.ready.countDown();
        BackgroundSync writeback = new BackgroundSync(disk);
        writeback.moved(() -> "a", MUCH);
        assertThatIOException().isThrownBy(writeback::finish).withMessageContaining("Input/output error");
        assertThatIOException().isThrownBy(writeback::check).withMessageContaining("Input/output error");
    }

    @Test
    void theEndWaitsForWhatIsUnderWayAndDoesNotInterruptIt() throws Exception {
        Disk disk = new Disk(true);
        BackgroundSync writeback = new BackgroundSync(disk);
        writeback.moved(() -> "a", MUCH);
        writeback.moved(() -> "b", MUCH);
        writeback.close();
        writeback.moved(() -> "c", MUCH);
        disk.ready.countDown();
        assertThatIOException().isThrownBy(writeback::finish).withMessageContaining("Input/output error");
        assertThat(disk.forced).containsExactly("a");
    }
}
