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
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.s3server.Effect;
import org.zfsbackup.s3server.Fault;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Operation;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.zfs.DatasetName;

/** The map in a bucket is written on the condition that it is the one that was read, lock or no lock. */
@ExtendWith(S3ServerOfClass.class)
@Timeout(600)
class MapFileS3Test {
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

    private static void add(MapFile maps, int number) throws IOException {
        BackupMap map = maps.load();
        maps.save(map, map.with(DATASET, BackupEntries.full(number)));
    }

    /** Tries again until it has won; tells how often it lost. */
    private static int insist(MapFile maps, int number) {
        int lost = 0;
        while (true) {
            try {
                add(maps, number);
                return lost;
            } catch (IOException e) {
                assertThat(e).hasMessageContaining("was changed by another process");
                lost++;
            }
        }
    }

    @Test
    void ofSixWritersAtOnceNoneLosesAnEntry() throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(6);
        CyclicBarrier barrier = new CyclicBarrier(6);
        List<Callable<Integer>> writers = new ArrayList<>();
        for (int i = 1; i <= 6; i++) {
            int number = i;
            writers.add(() -> {
                Repository target = target();
                barrier.await();
                int lost = insist(new MapFile(target), number);
                target.store().close();
                return lost;
            });
        }
        int lost = 0;
        for (Future<Integer> writer : pool.invokeAll(writers)) {
            lost += writer.get();
        }
        pool.shutdown();

        Repository target = target();
        assertThat(new MapFile(target).load().datasets().get(DATASET).entries()).hasSize(6);
        assertThat(lost).as("writers that met another").isPositive();
        target.store().close();
    }

    @Test
    void aWriterWhoseAnswerIsLostHasWritten() throws IOException {
        Repository target = target();
        MapFile maps = new MapFile(target);
        for (int number = 1; number <= 2; number++) {
            server.play(Fault.of(Effect.ANSWER_LOST, Request.is(S3Operation.PUT_OBJECT, "host1/map.json"))
                    .once());
            add(maps, number);
        }

        assertThat(maps.load().datasets().get(DATASET).entries()).hasSize(2);
        target.store().close();
    }

    @Test
    void aMapThatIsThereTakesOneRequestAndALockNoLookAtItself() throws IOException {
        Repository target = target();
        add(new MapFile(target), 1);
        server.forget();

        new MapFile(target).load();
        assertThat(server.requests()).hasSize(1);

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
                .isThrownBy(new MapFile(target)::load)
                .withMessageContaining("there is no such bucket: create it");
        target.store().close();
    }
}
