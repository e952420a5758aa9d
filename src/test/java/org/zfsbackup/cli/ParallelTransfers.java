package org.zfsbackup.cli;

import java.io.InputStream;
import java.io.OutputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.zfsbackup.store.s3.S3ClientConfig;
import org.zfsbackup.store.s3.S3Store;
import org.zfsbackup.store.s3.S3Uri;
import org.zfsbackup.stream.RandomStream;

/** Stores objects in a bucket at the same time, each over a store of its own as a route has, and reads them back so. */
final class ParallelTransfers {
    static final int STORES = 6;
    private static final int LENGTH = (17 << 20) + 1;

    private final CyclicBarrier together = new CyclicBarrier(STORES);
    private final String uri;
    private final String key;
    private final String secret;

    private ParallelTransfers(String uri, String key, String secret) {
        this.uri = uri;
        this.key = key;
        this.secret = secret;
    }

    public static void main(String[] words) throws Exception {
        ParallelTransfers transfers = new ParallelTransfers(words[0], words[1], words[2]);
        ExecutorService threads = Executors.newFixedThreadPool(STORES);
        List<Callable<Long>> tasks = new ArrayList<>();
        for (int i = 0; i < STORES; i++) {
            String name = "h/chunks/" + i;
            tasks.add(() -> transfers.thereAndBack(name));
        }
        long sum = 0;
        for (Future<Long> task : threads.invokeAll(tasks)) {
            sum += task.get();
        }
        threads.shutdown();
        System.out.println("stored and read back " + sum / LENGTH);
    }

    private long thereAndBack(String name) throws Exception {
        S3Uri place = S3Uri.of(uri);
        S3ClientConfig access = place.access();
        access.setKey(key, secret);
        try (S3Store store = new S3Store(access.client(), place, true)) {
            together.await();
            store.put(name, new RandomStream(1, LENGTH));
            together.await();
            try (InputStream in = store.get(name)) {
                return in.transferTo(OutputStream.nullOutputStream());
            }
        }
    }
}
