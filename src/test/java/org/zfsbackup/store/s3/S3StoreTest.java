package org.zfsbackup.store.s3;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

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
    protected boolean listsFolders() {
        return true;
    }

    @Override
    protected ObjectStore store() {
        return store;
    }

    @Override
    protected ObjectStore unreachable() {
        return Buckets.open(server, "nowhere", "");
    }
}
