package org.zfsbackup.camel.component.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.MessageDigest;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.apache.camel.Exchange;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.camel.Bodies;
import org.zfsbackup.camel.ClosingOnCompletion;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeKind;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.stream.ByteSize;
import org.zfsbackup.stream.CountingStream;
import org.zfsbackup.stream.DigestingStream;
import org.zfsbackup.stream.Pace;
import org.zfsbackup.stream.PacedStream;
import org.zfsbackup.stream.StreamDigest;
import org.zfsbackup.stream.Streams;

/**
 * Replaces the body by the output of a pipe. Nothing is read until a later step reads, except by spool and a draining
 * count.
 */
final class PipeProducer extends DefaultProducer {
    private static final Logger LOG = LoggerFactory.getLogger(PipeProducer.class);
    private static final String SPOOLED = "CamelZfsSpooledChunk";

    private static final String SPOOL_LIMIT = "5GiB";

    PipeProducer(PipeEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public PipeEndpoint getEndpoint() {
        return (PipeEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        StreamBody body = Bodies.stream(exchange);
        Optional<PassThrough> step = PassThrough.of(getEndpoint().getKind());
        if (step.isEmpty()) {
            transform(exchange, body);
            return;
        }
        switch (step.get()) {
            case NONE -> exchange.getMessage().setBody(body);
            case COUNT -> count(exchange, body);
            case DIGEST -> digest(exchange, body);
            case SPOOL -> spool(exchange, body);
            case THROTTLE -> throttle(exchange, body);
        }
    }

    private void transform(Exchange exchange, StreamBody body) throws IOException {
        if (exchange.getProperty(SPOOLED) != null) {
            throw new IOException("pipe:" + getEndpoint().getKind() + " comes after pipe:spool, and a spooled"
                    + " chunk cannot be changed any more: put pipe:spool after all other pipes");
        }
        PipeSpec wanted = getEndpoint().spec();
        PipeKind kind = Pipes.kind(wanted.name());
        PipeContext context = getEndpoint().context();
        StreamBody result = body.through(upstream -> kind.apply(wanted, upstream, context));
        StreamContext.addPipe(exchange, new AppliedPipe(kind.recorded(wanted, context), context));
        ClosingOnCompletion.of(exchange, result);
        exchange.getMessage().setBody(result);
    }

    private void count(Exchange exchange, StreamBody body) throws IOException {
        AtomicLong bytes = new AtomicLong();
        String named = getEndpoint().getEncode().getName();
        String name = named == null ? "stream" : named;
        LongAdder total = getEndpoint().getComponent().counter(name);
        StreamBody counted = body.observed(upstream -> {
            bytes.set(0); // it may be opened again
            return new CountingStream(upstream, count -> {
                bytes.addAndGet(count);
                total.add(count);
            });
        });
        ClosingOnCompletion.of(exchange, counted);
        if (getEndpoint().getPassThrough().isDrain()) {
            try (InputStream in = counted.open()) {
                Streams.drain(in);
            }
            exchange.getMessage().setBody(bytes.get());
        } else {
            exchange.getMessage().setBody(counted);
        }
        exchange.getMessage().setHeader(ZfsConstants.COUNT, bytes);
        ClosingOnCompletion.of(exchange, () -> LOG.debug("{}: {} bytes", name, bytes.get()));
    }

    private void digest(Exchange exchange, StreamBody body) {
        MessageDigest hash = getEndpoint().messageDigest();
        StreamDigest digest = new StreamDigest();
        StreamBody digested = body.observed(upstream -> {
            hash.reset();
            return new DigestingStream(upstream, hash, digest);
        });
        ClosingOnCompletion.of(exchange, digested);
        exchange.getMessage().setBody(digested);
        exchange.getMessage().setHeader(ZfsConstants.DIGEST, digest);
        ClosingOnCompletion.of(exchange, () -> LOG.debug("{}: {} {}", body.name(), hash.getAlgorithm(), digest));
    }

    private void throttle(Exchange exchange, StreamBody body) {
        Pace pace = getEndpoint().pace();
        StreamBody throttled = body.observed(upstream -> new PacedStream(upstream, pace, PacedStream.Waiting.REAL));
        ClosingOnCompletion.of(exchange, throttled);
        exchange.getMessage().setBody(throttled);
    }

    private void spool(Exchange exchange, StreamBody body) throws IOException {
        String directory = getEndpoint().getPassThrough().getDirectory();
        Path file = directory == null
                ? Files.createTempFile("zfsbackup-", ".spool")
                : Files.createTempFile(Path.of(directory), "zfsbackup-", ".spool");
        ClosingOnCompletion.of(exchange, () -> Files.deleteIfExists(file));
        if (body.isMetered()) {
            exchange.setProperty(SPOOLED, true);
        }
        String limit = getEndpoint().getEncode().getLimit();
        try (InputStream in = body.open();
                OutputStream out = Files.newOutputStream(file)) {
            copy(in, out, ByteSize.parse(limit == null ? SPOOL_LIMIT : limit));
        }
        exchange.getMessage().setBody(file.toFile());
        exchange.getMessage().setHeader(ZfsConstants.CHUNK_LENGTH, Files.size(file));
    }

    private static void copy(InputStream in, OutputStream out, long limit) throws IOException {
        AtomicLong total = new AtomicLong();
        Streams.copy(in, Streams.BLOCK, (buffer, count) -> {
            if (total.addAndGet(count) > limit) {
                throw new IOException("the stream is longer than the limit of " + limit + " bytes of"
                        + " pipe:spool: put chunk: before it, or set a larger limit=");
            }
            out.write(buffer, 0, count);
        });
    }
}
