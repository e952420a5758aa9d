package org.zfsbackup.operation;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.zfsbackup.s3server.S3Server;
import org.zfsbackup.target.BackupTarget;

class DamagedBucketTest extends DamageContract {
    private static S3Server server;

    @BeforeAll
    static void start() throws IOException {
        server = S3Server.inMemory();
    }

    @AfterAll
    static void stop() throws Exception {
        server.close();
    }

    @Override
    int flips() {
        return 60;
    }

    @Override
    BackupTarget target() {
        server.clear();
        return MapStoreS3Test.target(server);
    }
}
