package org.zfsbackup.target.s3;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.target.ObjectStore;
import org.zfsbackup.target.ObjectStoreContract;

class S3StoreTest extends ObjectStoreContract {
    private static S3Server server;
    private S3Store store;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.inMemory();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @BeforeEach
    void open() {
        server.clear();
        store = Buckets.open(server, S3Server.BUCKET, "");
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore unreachable() {
        return Buckets.open(server, "nowhere", "");
    }

    @Test
    void ofEightThatReplaceOneVersionOneWins() throws Exception {
        for (int round = 0; round < 20; round++) {
            String name = "h/map" + round;
            store.write(name, new byte[] {1});
            String version = store.read(name).orElseThrow().version();
            java.util.concurrent.ExecutorService pool = java.util.concurrent.Executors.newFixedThreadPool(8);
            java.util.concurrent.CyclicBarrier barrier = new java.util.concurrent.CyclicBarrier(8);
            java.util.List<java.util.concurrent.Callable<Boolean>> tasks = new java.util.ArrayList<>();
            for (int i = 0; i < 8; i++) {
                int n = i;
                tasks.add(() -> {
                    barrier.await();
                    return store.replace(name, new byte[] {2, (byte) n}, version);
                });
            }
            java.util.List<Boolean> won = new java.util.ArrayList<>();
            for (var f : pool.invokeAll(tasks)) {
                won.add(f.get());
            }
            pool.shutdown();
            org.assertj.core.api.Assertions.assertThat(won).containsOnlyOnce(true);
        }
    }
}
