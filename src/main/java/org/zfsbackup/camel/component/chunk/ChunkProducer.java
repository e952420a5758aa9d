package org.zfsbackup.camel.component.chunk;

import java.io.InputStream;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultProducer;
import org.zfsbackup.camel.Bodies;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.chunk.ChunkCutter;
import org.zfsbackup.stream.MeteredStream;

/**
 * Reads the body once, from beginning to end, and stores it chunk by chunk.
 *
 * <p>Camel's splitter is not used, because it asks for the next part before the first is read, and reads the source to
 * its end after a failure. Afterwards the body is the number of chunks.
 */
final class ChunkProducer extends DefaultProducer {
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
        ChunkSender store = new ChunkSender(getEndpoint(), exchange, template);
        int chunks;
        try (body) {
            InputStream stream = body.open();
            ChunkCutter cutter = new ChunkCutter(stream, getEndpoint().plainSizeInBytes());
            chunks = getEndpoint().isSpool()
                    ? spooled(cutter, store)
                    : streamed(cutter, store, StreamContext.of(exchange).flatMap(context -> context.meterOf(body)));
        }
        StreamContext.of(exchange).ifPresent(context -> context.chunkPipes(store.pipes()));
        exchange.getMessage().removeHeader(ZfsConstants.CHUNK_NAME);
        exchange.getMessage().setBody(chunks);
    }

    /** @param meter of the whole stream; the first chunk reuses it, so that a single chunk is hashed only once */
    private static int streamed(ChunkCutter cutter, ChunkSender store, Optional<MeteredStream> meter) throws Exception {
        int number = 0;
        Optional<InputStream> part;
        while ((part = cutter.next()).isPresent()) {
            MeteredStream metered = number == 0 && meter.isPresent()
                    ? MeteredStream.sameAs(part.get(), meter.get())
                    : MeteredStream.of(part.get());
            store.stream(++number, metered);
        }
        return number;
    }

    private int spooled(ChunkCutter cutter, ChunkSender store) throws Exception {
        try (SpoolQueue queue = new SpoolQueue(getEndpoint(), store)) {
            int number = 0;
            Optional<InputStream> part;
            while ((part = cutter.next()).isPresent()) {
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
