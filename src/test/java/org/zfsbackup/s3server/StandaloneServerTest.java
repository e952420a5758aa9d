package org.zfsbackup.s3server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

@Timeout(300)
class StandaloneServerTest {
    @Test
    void itSaysWhatAClientMustKnowAndEndsWithItsInput(@TempDir Path directory)
            throws IOException, InterruptedException {
        Process serve = new ProcessBuilder(
                        Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                        "-cp",
                        System.getProperty("java.class.path"),
                        StandaloneServer.class.getName(),
                        directory.toString())
                .redirectError(ProcessBuilder.Redirect.INHERIT)
                .start();
        try (OutputStream in = serve.getOutputStream()) {
            in.write("restores-take 1\narchive-by-rules\n".getBytes(StandardCharsets.UTF_8));
        }
        String said = new String(serve.getInputStream().readAllBytes(), StandardCharsets.UTF_8);

        assertThat(serve.waitFor()).isZero();
        assertThat(said)
                .containsPattern("AWS_ENDPOINT_URL=http://127.0.0.1:[0-9]+\n")
                .contains("BUCKET=backups\n")
                .endsWith("done\n0 archived\n");
    }
}
