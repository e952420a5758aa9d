package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.S3ServerOfClass;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.s3server.Request;
import org.zfsbackup.s3server.S3Server;

@ExtendWith(S3ServerOfClass.class)
class S3MethodTest {
    private static S3Server server;

    @TempDir
    Path directory;

    @Test
    void chunksThatNeedMorePartsThanAServerTakesAreRefusedAtOnce() {
        Cli result = Cli.run("--dataset", "tank/home", "--chunk-size", "100GiB", "s3", "--bucket", "bucket");

        assertThat(result.status()).isEqualTo(2);
        assertThat(result.err()).contains("100GiB needs more parts than a server takes", "Choose a larger --part-size");
    }

    @Nested
    class SessionToken {
        @Test
        void fileWithToken_isUsed() throws IOException {
            Cli.run(list(
                    "--key",
                    server.keyId(),
                    "--secret-file",
                    file("secret", server.secret()),
                    "--session-token-file",
                    file("token", "a token")));

            assertThat(server.requests()).isNotEmpty().allMatch(request -> request.sessionToken()
                    .equals(Optional.of(Request.sha256("a token"))));
        }

        @Test
        void withoutKey_isRefused() throws IOException {
            Cli refused = Cli.run(list("--session-token-file", file("token", "a token")));

            assertThat(refused.status()).isEqualTo(2);
            assertThat(refused.err()).contains("name --key together with --secret-file");
        }

        private String[] list(String... options) {
            String[] base = {
                "--dataset",
                "tank/home",
                "s3",
                "--bucket",
                S3Server.BUCKET,
                "--server",
                server.endpoint().toString()
            };
            return Cli.with(Cli.with(base, options), "list");
        }

        private String file(String name, String secret) throws IOException {
            return Trees.secret(directory.resolve(name), secret + "\n").toString();
        }
    }
}
