package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.util.List;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.extension.ExtendWith;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.S3Server;
import software.amazon.awssdk.core.sync.RequestBody;
import software.amazon.awssdk.services.s3.model.S3Object;

@ExtendWith(S3ServerOfClass.class)
class BucketProtectionTest extends ProtectionContract {
    private static S3Server server;

    @BeforeEach
    void clear() {
        server.clear();
    }

    @Override
    List<String> target() throws IOException {
        String secret = Files.exists(directory.resolve("secret"))
                ? directory.resolve("secret").toString()
                : Trees.secret(directory.resolve("secret"), server.secret()).toString();
        return List.of(
                "s3",
                "--bucket",
                server.bucket(),
                "--server",
                server.endpoint().toString(),
                "--key",
                server.keyId(),
                "--secret-file",
                secret,
                "--no-glacier");
    }

    @Override
    List<String> chunks() {
        return server
                .direct()
                .listObjectsV2(request -> request.bucket(server.bucket()).prefix("h/chunks/"))
                .contents()
                .stream()
                .map(S3Object::key)
                .toList();
    }

    @Override
    void spoil(String chunk) {
        byte[] bytes = server.direct()
                .getObjectAsBytes(request -> request.bucket(server.bucket()).key(chunk))
                .asByteArray();
        server.direct()
                .putObject(
                        request -> request.bucket(server.bucket()).key(chunk),
                        RequestBody.fromBytes(TestStreams.flipped(bytes, bytes.length / 2)));
    }
}
