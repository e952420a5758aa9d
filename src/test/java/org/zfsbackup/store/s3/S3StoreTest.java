package org.zfsbackup.store.s3;

import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

@ExtendWith(S3ServerOfClass.class)
class S3StoreTest extends ObjectStoreContract {
    private static S3Server server;
    private S3Store store;

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
