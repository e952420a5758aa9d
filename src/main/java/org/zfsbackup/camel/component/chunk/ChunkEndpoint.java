package org.zfsbackup.camel.component.chunk;

import org.apache.camel.Category;
import org.apache.camel.Consumer;
import org.apache.camel.Processor;
import org.apache.camel.Producer;
import org.apache.camel.spi.Metadata;
import org.apache.camel.spi.UriEndpoint;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriPath;
import org.apache.camel.support.DefaultEndpoint;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.StallConfiguration;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.chunk.ChunkSizes;
import org.zfsbackup.stream.ByteSize;

/**
 * Cut a stream into chunks and send each to another endpoint.
 *
 * <p>The other endpoint is a direct: route with the steps for one chunk, or the endpoint that stores it. The first
 * chunk that cannot be stored ends the run.
 */
@UriEndpoint(
        firstVersion = "0.1.0",
        scheme = "chunk",
        title = "Chunk",
        syntax = "chunk:endpoint",
        producerOnly = true,
        lenientProperties = true,
        category = {Category.TRANSFORMATION},
        headersClass = ZfsConstants.class)
public final class ChunkEndpoint extends DefaultEndpoint {
    /**
     * The most that later pipes may add to a chunk: frames around incompressible bytes (a part of its size), and
     * headers.
     */
    private static final int GROWTH = 128;

    private static final long HEADS = 64 * 1024;

    @UriPath(description = "The endpoint that gets each chunk. Options that chunk: does not know are passed to it.")
    @Metadata(required = true)
    private String endpoint;

    @UriParam(
            defaultValue = ChunkSizes.AUTO,
            description = "The maximum size of a chunk as it is stored. auto is 256MiB, twice as much after each"
                    + " 1,000 chunks of a stream, and at most 2GiB.")
    private String size = ChunkSizes.AUTO;

    @UriParam(
            description = "The size of a chunk before the steps for one chunk. By default a little less than"
                    + " size, so that incompressible data still fits.")
    private @Nullable String plainSize;

    @UriParam(
            description = "Write each chunk to a temporary file first, for endpoints that must know its length"
                    + " or read it more than once.")
    private boolean spool;

    @UriParam(description = "The directory for the temporary files. By default the system's temporary directory.")
    private @Nullable String spoolDirectory;

    @UriParam(
            defaultValue = "1",
            description = "The number of chunks that are stored at the same time. More than one requires spool=true.")
    private int parallel = 1;

    @UriParam
    private StallConfiguration stall = new StallConfiguration();

    ChunkEndpoint(String uri, ChunkComponent component, String endpoint) {
        super(uri, component);
        this.endpoint = endpoint;
    }

    /** @throws IllegalArgumentException if the options contradict each other */
    void check() {
        if (parallel < 1 || (parallel > 1 && !spool)) {
            throw new IllegalArgumentException("chunk: with parallel=" + parallel
                    + " needs spool=true, because the parts of one stream can only be read one after the other");
        }
        if (sizeInBytes() < 1 || plainSizeInBytes(1) < 1) {
            throw new IllegalArgumentException("size and plainSize of chunk: must be at least 1 byte");
        }
    }

    long sizeInBytes() {
        return ChunkSizes.parse(size).largest();
    }

    /** A chunk that is stored without further steps keeps its size, so it may fill the limit. */
    long plainSizeInBytes(int number) {
        String wanted = plainSize;
        if (wanted != null) {
            return ByteSize.parse(wanted);
        }
        long most = ChunkSizes.parse(size).of(number);
        return isRoute() ? Math.max(1, most - most / GROWTH - Math.min(HEADS, most / 4)) : most;
    }

    /** Whether chunks go to another route, which may change them, and not to the endpoint that stores them. */
    boolean isRoute() {
        return endpoint.matches("(direct|seda|kamelet):.*");
    }

    @Override
    public Producer createProducer() {
        return new ChunkProducer(this);
    }

    @Override
    public Consumer createConsumer(Processor processor) {
        throw new UnsupportedOperationException("chunk: cannot start a route; use it in a to: step");
    }

    @Override
    public boolean isLenientProperties() {
        return true;
    }

    public String getEndpoint() {
        return endpoint;
    }

    public void setEndpoint(String endpoint) {
        this.endpoint = endpoint;
    }

    public String getSize() {
        return size;
    }

    public void setSize(String size) {
        this.size = size;
    }

    public @Nullable String getPlainSize() {
        return plainSize;
    }

    public void setPlainSize(@Nullable String plainSize) {
        this.plainSize = plainSize;
    }

    public boolean isSpool() {
        return spool;
    }

    public void setSpool(boolean spool) {
        this.spool = spool;
    }

    public @Nullable String getSpoolDirectory() {
        return spoolDirectory;
    }

    public void setSpoolDirectory(@Nullable String spoolDirectory) {
        this.spoolDirectory = spoolDirectory;
    }

    public int getParallel() {
        return parallel;
    }

    public void setParallel(int parallel) {
        this.parallel = parallel;
    }

    public StallConfiguration getStall() {
        return stall;
    }

    public void setStall(StallConfiguration stall) {
        this.stall = stall;
    }
}
