package org.zfsbackup.camel.component.chunk;

import java.io.File;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.store.camel.ExchangeFailure;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;

/** Sends the chunks of one stream to the endpoint and records what was stored. Safe for use by several threads. */
final class ChunkSender {
    private final ChunkEndpoint options;
    private final Exchange origin;
    private final ProducerTemplate template;
    private final Optional<PendingBackup> pending;
    private @Nullable List<PipeSpec> pipes;

    ChunkSender(ChunkEndpoint options, Exchange origin, ProducerTemplate template) {
        this.options = options;
        this.origin = origin;
        this.template = template;
        this.pending = StreamContext.of(origin).flatMap(StreamContext::pending);
    }

    /** Stores a chunk while it is read. */
    void stream(int number, MeteredStream part) throws Exception {
        Exchange exchange = exchange(number);
        ChunkMeter meter = new ChunkMeter(
                name(number),
                options.sizeInBytes(),
                part,
                bytes -> storing(number, bytes),
                () -> permit(StreamContext.appliedPipes(exchange)));
        StreamBody body = StreamBody.metered("chunk " + name(number), meter::plain, meter::stored);
        Duration stallTimeout = options.getStall().duration();
        try (body;
                StallWatch watch = StallWatch.start(meter, options.getEndpoint(), stallTimeout, body)) {
            send(exchange, body, watch);
        } catch (Exception e) {
            throw meter.failure().isPresent() ? meter.failure().get() : e;
        }
        meter.checkEnd(options.getEndpoint());
        record(number, meter.storedDigest(), meter.plainDigest());
    }

    /** Stores a chunk that is in a file. An endpoint that is not a route gets the file itself. */
    void file(int number, File file, Digest plain) throws Exception {
        if (options.isRoute()) {
            try (InputStream in = Files.newInputStream(file.toPath())) {
                stream(number, MeteredStream.of(in));
            }
        } else {
            permit(List.of());
            Exchange exchange = exchange(number);
            exchange.getIn().setHeader(ZfsConstants.CHUNK_LENGTH, file.length());
            send(exchange, file, StallWatch.NONE);
            record(number, plain, plain);
        }
    }

    private String name(int number) {
        return pending.map(backup -> backup.chunkPath(number))
                .orElseGet(() -> String.format(Locale.ROOT, "chunk.%06d", number));
    }

    /** Called when the storing endpoint opens the chunk: by then all pipes of the chunk's own route are known. */
    private void permit(List<AppliedPipe> chunkPipes) throws IOException {
        if (pending.isPresent()) {
            pending.get().permit(StreamContext.pipes(origin), chunkPipes);
        }
    }

    /** Announces the chunk to the target, and creates the exchange for it. */
    private Exchange exchange(int number) throws IOException {
        if (pending.isPresent()) {
            pending.get().expect(number);
        }
        Exchange exchange = new DefaultExchange(options.getCamelContext());
        exchange.getIn().setHeaders(new HashMap<>(origin.getMessage().getHeaders()));
        exchange.getIn().setHeader(ZfsConstants.CHUNK_NAME, name(number));
        exchange.getIn().setHeader(ZfsConstants.CHUNK_NUMBER, number);
        exchange.getIn().setHeader(Exchange.FILE_NAME, name(number));
        return exchange;
    }

    private void send(Exchange exchange, Object body, StallWatch watch) throws Exception {
        exchange.getIn().setBody(body);
        template.send(options.getEndpoint(), exchange);
        watch.check();
        Optional<Exception> failure = ExchangeFailure.of(exchange);
        if (failure.isPresent()) {
            throw failure.get();
        }
        samePipes(StreamContext.pipes(exchange));
    }

    private synchronized void samePipes(List<PipeSpec> found) throws IOException {
        if (pipes == null) {
            pipes = found;
        } else if (!pipes.equals(found)) {
            throw new IOException("the route for one chunk put " + found + " on this chunk and " + pipes
                    + " on the one before: use the same steps for every chunk of a backup");
        }
    }

    private void storing(int number, long bytes) {
        pending.ifPresent(backup -> backup.storing(number, bytes));
    }

    private void record(int number, Digest stored, Digest plain) throws IOException {
        if (pending.isPresent()) {
            pending.get().stored(number, stored, plain);
        }
    }

    /** The pipes that were applied to every chunk. */
    synchronized List<PipeSpec> pipes() {
        return pipes == null ? List.of() : pipes;
    }
}
