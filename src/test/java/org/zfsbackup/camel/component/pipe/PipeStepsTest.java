package org.zfsbackup.camel.component.pipe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.zfsbackup.fixture.TestStreams.random;
import static org.zfsbackup.fixture.TestStreams.readAll;
import static org.zfsbackup.fixture.TestStreams.sizesAround;

import java.io.IOException;
import java.io.InputStream;
import java.security.MessageDigest;
import java.util.HexFormat;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.fixture.TestStreams;

/** The pipes that leave the bytes as they are. */
@Timeout(300)
class PipeStepsTest {
    private final DefaultCamelContext context = new DefaultCamelContext();
    private PipeComponent component;

    @BeforeEach
    void start() {
        context.start();
        component = context.getComponent("pipe", PipeComponent.class);
    }

    @AfterEach
    void stop() {
        context.stop();
    }

    /** The exchange behind the step, still open. */
    private Exchange sent(String uri, Object body) throws Exception {
        Endpoint endpoint = context.getEndpoint(uri);
        Exchange exchange = endpoint.createExchange();
        exchange.getMessage().setBody(body);
        endpoint.createProducer().process(exchange);
        return exchange;
    }

    private static byte[] read(Exchange exchange) throws IOException {
        try (InputStream in = exchange.getMessage().getBody(InputStream.class)) {
            return readAll(in);
        }
    }

    @Test
    void aThrottleLeavesTheBytesAsTheyAreAndNothingIsToBeUndone() throws Exception {
        byte[] bytes = random(100_000);
        for (String rate : new String[] {"", "?rate=0", "?rate=1TiB", "?name=nightly&rate=1TiB"}) {
            Exchange exchange = sent("pipe:throttle" + rate, bytes);
            assertThat(StreamContext.pipes(exchange)).isEmpty();
            assertThat(read(exchange)).isEqualTo(bytes);
        }
    }

    @Test
    void aRateIsKnownByItsNameAndChangedThere() throws Exception {
        PipeEndpoint endpoint = context.getEndpoint("pipe:throttle?name=nightly&rate=20MiB", PipeEndpoint.class);
        assertThat(component.rate("nightly")).isEqualTo(20 * 1024 * 1024);
        component.setRate("nightly", 4096);
        assertThat(endpoint.pace().rate()).isEqualTo(4096);
        assertThat(context.getEndpoint("pipe:throttle?name=nightly", PipeEndpoint.class)
                        .pace()
                        .rate())
                .isEqualTo(4096);
        assertThat(component.rate("another")).isZero();
    }

    @Test
    void streamsWithoutANameHaveARateOfTheirEndpoint() {
        PipeEndpoint endpoint = context.getEndpoint("pipe:throttle?rate=1KiB", PipeEndpoint.class);
        context.getEndpoint("pipe:throttle?rate=2KiB");
        assertThat(endpoint.pace().rate()).isEqualTo(1024);
    }

    @Test
    void aRateThatIsNoSizeIsRefusedWhenTheRouteIsMade() {
        assertThatThrownBy(() -> context.getEndpoint("pipe:throttle?rate=fast"))
                .hasStackTraceContaining("'fast' is not a size");
    }

    @ParameterizedTest
    @CsvSource({"'', SHA-256", "?algorithm=SHA-512, SHA-512", "?algorithm=MD5, MD5"})
    void aDigestIsKnownOnceTheEndWasSeen(String options, String algorithm) throws Exception {
        for (int size : sizesAround(10_000)) {
            byte[] bytes = random(size);
            Exchange exchange = sent("pipe:digest" + options, bytes);
            assertThat(exchange.getMessage().getHeader(ZfsConstants.DIGEST)).hasToString("not read to its end");
            assertThat(read(exchange)).isEqualTo(bytes);
            byte[] expected = MessageDigest.getInstance(algorithm).digest(bytes);
            assertThat(exchange.getMessage().getHeader(ZfsConstants.DIGEST, String.class))
                    .isEqualTo(HexFormat.of().formatHex(expected));
            assertThat(StreamContext.pipes(exchange)).isEmpty();
        }
    }

    @Test
    void aStreamThatFailsOrIsLeftHasNoDigest() throws Exception {
        IOException failure = new IOException("broken upstream");
        Exchange failing = sent("pipe:digest", TestStreams.failing(random(1000), failure));
        assertThatThrownBy(() -> read(failing)).isSameAs(failure);
        assertThat(failing.getMessage().getHeader(ZfsConstants.DIGEST)).hasToString("not read to its end");
        Exchange left = sent("pipe:digest", random(1000));
        try (InputStream in = left.getMessage().getBody(InputStream.class)) {
            assertThat(in.readNBytes(999)).hasSize(999);
        }
        assertThat(left.getMessage().getHeader(ZfsConstants.DIGEST)).hasToString("not read to its end");
    }

    @Test
    void anUnknownDigestIsRefusedWhenTheRouteIsMade() {
        assertThatThrownBy(() -> context.getEndpoint("pipe:digest?algorithm=SHA-257"))
                .hasStackTraceContaining("unknown digest algorithm 'SHA-257'; this Java knows [")
                .hasStackTraceContaining("SHA-256");
    }
}
