package org.zfsbackup.operation;

import java.io.IOException;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.zfsbackup.fixture.BucketRepository;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.s3server.S3Server;

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
    Repository target() {
        server.clear();
        return BucketRepository.of(server);
    }
}
