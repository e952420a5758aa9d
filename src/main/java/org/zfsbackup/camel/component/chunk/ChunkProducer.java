package org.zfsbackup.camel.component.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultProducer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.camel.Bodies;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.chunk.ChunkCutter;
import org.zfsbackup.operation.ChangedStreamException;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.operation.StoredBeginning;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.stream.Streams;

/**
 * Reads the body once, from beginning to end, and stores it chunk by chunk.
 *
 * <p>Camel's splitter is not used, because it asks for the next part before the first is read, and reads the source to
 * its end after a failure. Afterwards the body is the number of chunks.
 */
final class ChunkProducer extends DefaultProducer {
    private static final Logger LOG = LoggerFactory.getLogger(ChunkProducer.class);

    private final ProducerTemplate template;

    ChunkProducer(ChunkEndpoint endpoint) {
        super(endpoint);
        this.template = endpoint.getCamelContext().createProducerTemplate();
    }

    @Override
    public ChunkEndpoint getEndpoint() {
        return (ChunkEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        StreamBody body = Bodies.stream(exchange);
        int chunks;
        try (body) {
            chunks = store(exchange, body);
        }
        exchange.getMessage().removeHeader(ZfsConstants.CHUNK_NAME);
        exchange.getMessage().setBody(chunks);
    }

    /** Reads the stream again from its beginning if it is not the one that an interrupted run has begun to store. */
    private int store(Exchange exchange, StreamBody body) throws Exception {
        InputStream stream = body.open();
        while (true) {
            try {
                return store(exchange, body, stream);
            } catch (ChangedStreamException e) {
                if (!body.isRepeatable()) {
                    throw new IOException(e.getMessage() + ". What still fits is kept, so run it again", e);
                }
                LOG.info("{}. The stream is sent again", e.getMessage());
                stream = body.reopen();
            }
        }
    }

    private int store(Exchange exchange, StreamBody body, InputStream stream) throws Exception {
        Optional<StreamContext> context = StreamContext.of(exchange);
        ChunkCutter cutter = new ChunkCutter(stream);
        Optional<PendingBackup> pending = context.flatMap(StreamContext::pending);
        if (!body.isRepeatable() && pending.isPresent()) {
            pending.get().beginning().storeLastAgain();
        }
        int earlier = pending.isPresent() ? passOver(cutter, pending.get().beginning()) : 0;
        ChunkSender store = new ChunkSender(getEndpoint(), exchange, template);
        int chunks = getEndpoint().isSpool()
                ? spooled(cutter, store, earlier)
                : streamed(cutter, store, earlier, context.flatMap(found -> found.meterOf(body)));
        if (earlier > 0 && chunks == earlier) {
            pending.orElseThrow().beginning().storeAgain(chunks);
        }
        context.ifPresent(found -> found.chunkPipes(store.pipes()));
        return chunks;
    }

    /** Reads what an interrupted run has stored, compares it, and returns the number of those chunks. */
    private static int passOver(ChunkCutter cutter, StoredBeginning beginning) throws IOException {
        int number = 0;
        Optional<Digest> stored;
        while ((stored = beginning.storedEarlier(number + 1)).isPresent()) {
            Optional<InputStream> part = cutter.next(stored.get().size());
            try (MeteredStream metered = MeteredStream.of(part.orElseGet(InputStream::nullInputStream))) {
                Streams.drain(metered);
                beginning.confirm(++number, metered.digest());
            }
        }
        return number;
    }

    /** @param meter of the whole stream; the first chunk reuses it, so that a single chunk is hashed only once */
    private int streamed(ChunkCutter cutter, ChunkSender store, int earlier, Optional<MeteredStream> meter)
            throws Exception {
        int number = earlier;
        Optional<InputStream> part;
        while ((part = next(cutter, number + 1)).isPresent()) {
            MeteredStream metered = number == 0 && meter.isPresent()
                    ? MeteredStream.sameAs(part.get(), meter.get())
                    : MeteredStream.of(part.get());
            store.stream(++number, metered);
        }
        return number;
    }

    private Optional<InputStream> next(ChunkCutter cutter, int number) throws IOException {
        return cutter.next(getEndpoint().plainSizeInBytes(number));
    }

    private int spooled(ChunkCutter cutter, ChunkSender store, int earlier) throws Exception {
        try (SpoolQueue queue = new SpoolQueue(getEndpoint(), store)) {
            int number = earlier;
            Optional<InputStream> part;
            while ((part = next(cutter, number + 1)).isPresent()) {
                queue.add(++number, part.get());
            }
            queue.awaitAll();
            return number;
        }
    }

    @Override
    protected void doStop() throws Exception {
        template.stop();
        super.doStop();
    }
}
