package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.BucketRepository;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.zfs.DatasetName;

/** The index in a bucket is written on the condition that it is the one that was read, and a record if there is none. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(600)
class BackupIndexS3Test {
    private static final DatasetName DATASET = new DatasetName("tank/home");
    private static S3Server server;

    @BeforeEach
    void clear() {
        server.heal();
        server.clear();
    }

    private static Repository target() {
        return BucketRepository.of(server);
    }

    private static void add(Repository target, int number) throws IOException {
        new RecordFiles(target).create(new BackupRecord(DATASET, BackupEntries.full(number), List.of()));
        BackupIndex index = new BackupIndex(target);
        index.write(index.load());
    }

    @Test
    void ofSixWritersAtOnceNoneLosesAnEntry() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        CyclicBarrier barrier = new CyclicBarrier(6);
        List<Callable<Boolean>> writers = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            int number = i;
            writers.add(() -> {
                Repository target = target();
                barrier.await();
                add(target, number);
                target.store().close();
                return true;
            });
        }
        for (Future<Boolean> writer : pool.invokeAll(writers)) {
            assertThat(writer.get()).isTrue();
        }
        pool.shutdown();

        Repository target = target();
        assertThat(MapJson.read(target.read(target.map()).orElseThrow()).of(DATASET))
                .hasSize(6);
        target.store().close();
    }

    @Test
    void aWriterWhoseAnswerIsLostHasWritten() throws IOException {
        Repository target = target();
        for (int number = 1; number <= 2; number++) {
            server.play(Fault.of(Effect.ANSWER_LOST, Request.is(S3Operation.PUT_OBJECT, "host1/map.json"))
                    .once());
            add(target, number);
        }

        assertThat(new BackupIndex(target).load().datasets().get(DATASET).entries())
                .hasSize(2);
        target.store().close();
    }

    @Test
    void anIndexTakesThreeRequestsAndALockNoLookAtItself() throws IOException {
        Repository target = target();
        add(target, 1);
        server.forget();

        new BackupIndex(target).load();
        assertThat(server.requests())
                .as("the map, and lists of records and deletions")
                .hasSize(3);

        server.forget();
        RunLock.acquire(target).close();
        assertThat(server.requests(S3Operation.HEAD_OBJECT)).isEmpty();
        target.store().close();
    }

    @Test
    void aBucketThatIsNotThereIsSaidAndNoEmptyMap() {
        Repository target = target();
        server.play(Fault.of(Effect.BUCKET_GONE, Request.any()));

        assertThatIOException()
                .isThrownBy(new BackupIndex(target)::load)
                .withMessageContaining("there is no such bucket: create it");
        target.store().close();
    }
}
