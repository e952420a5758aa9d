package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.S3Client;

@Timeout(60)
class S3ServerTest {
    private static S3Server server;
    private static S3Client client;

    @BeforeAll
    static void start() throws Exception {
        server = S3Server.inMemory();
        client = server.client().build();
    }

    @AfterAll
    static void stop() throws Exception {
        client.close();
        server.close();
    }

    @Test
    void whatIsPutIsGot() {
        client.putObject(put -> put.bucket(server.bucket()).key("a/b c+d"), RequestBody.fromString("hello"));
        assertThat(client.getObjectAsBytes(get -> get.bucket(server.bucket()).key("a/b c+d"))
                        .asUtf8String())
                .isEqualTo("hello");
    }
}
