package org.zfsbackup.store.s3;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.Random;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** A server, or a proxy before it, that answers with the whole object whatever part of it is asked for. */
@Timeout(300)
class RangelessServerTest {
    private static final byte[] CONTENT = new byte[12 << 20];
    private final AtomicInteger asked = new AtomicInteger();
    private int breaks;
    private HttpServer server;
    private S3Store store;

    @BeforeEach
    void start() throws IOException {
        new Random(1).nextBytes(CONTENT);
        server = HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), 0), 0);
        server.createContext("/", this::answer);
        server.start();
        S3ClientConfig access = new S3ClientConfig();
        access.setServer("http://127.0.0.1:" + server.getAddress().getPort());
        access.setKey("id", "secret");
        store = new S3Store(access.client(), S3Uri.of("aws2-s3:bucket?partSize=5&parallel=1"), true);
    }

    @AfterEach
    void stop() {
        store.close();
        server.stop(0);
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            exchange.getResponseHeaders().add("ETag", "\"one\"");
            exchange.getResponseHeaders().add("Last-Modified", "Sun, 29 Nov 2026 12:00:00 GMT");
            if (exchange.getRequestMethod().equals("HEAD")) {
                exchange.getResponseHeaders().add("Content-Length", String.valueOf(CONTENT.length));
                exchange.sendResponseHeaders(200, -1);
                return;
            }
            boolean broken = asked.incrementAndGet() <= breaks;
            exchange.sendResponseHeaders(200, CONTENT.length);
            exchange.getResponseBody().write(CONTENT, 0, broken ? CONTENT.length / 2 : CONTENT.length);
        }
    }

    @Test
    void anAnswerThatIsWholeIsRead() throws IOException {
        try (InputStream in = store.get("chunk")) {
            assertThat(in.readAllBytes()).isEqualTo(CONTENT);
        }
        assertThat(asked).hasValueGreaterThan(0);
    }

    @Test
    void whatBrokeCannotGoOnAndIsSaid() throws IOException {
        breaks = 1;
        try (InputStream in = store.get("chunk")) {
            assertThatIOException()
                    .isThrownBy(in::readAllBytes)
                    .withMessageContaining("chunk could not be read from bucket")
                    .withMessageContaining("ignores the Range header");
        }
        assertThat(asked).hasValueLessThan(6);
    }
}
