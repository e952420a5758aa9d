package org.zfsbackup.camel;

import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * What the steps of a route tell each other about one stream: from {@code zfs:} over {@code pipe:} and {@code chunk:} to
 * {@code backup:commit}. It travels as a property of the exchange.
 */
public final class StreamContext {
    private static final String PROPERTY = "CamelZfsStreamContext";
    private static final String PIPES = "CamelZfsPipes";

    private final StreamBody body;
    private final @Nullable PendingBackup pending;
    private final Map<String, StreamContext> branches;
    private volatile @Nullable MeteredStream plain;
    private volatile Supplier<List<StreamedDataset>> datasets = List::of;
    private volatile List<PipeSpec> chunkPipes = List.of();
    private volatile boolean committed;
    private volatile @Nullable Exception failure;

    /**
     * Begins the context of a stream.
     *
     * @param body the stream as it was sent
     * @param pending the backup that is being made; null where the route has no target
     */
    public StreamContext(StreamBody body, @Nullable PendingBackup pending) {
        this(body, pending, Map.of());
    }

    private StreamContext(StreamBody body, @Nullable PendingBackup pending, Map<String, StreamContext> branches) {
        this.body = body;
        this.pending = pending;
        this.branches = branches;
    }

    /** The context of a stream to several targets, by their names, which has a branch for each of them. */
    public static StreamContext toSeveral(StreamBody body, Map<String, PendingBackup> pending) {
        Map<String, StreamContext> branches = new LinkedHashMap<>();
        pending.forEach((name, backup) -> branches.put(name, new StreamContext(body, backup)));
        return new StreamContext(body, null, Collections.unmodifiableMap(branches));
    }

    /** For each of several targets its own; none where there is one target. */
    public Map<String, StreamContext> branches() {
        return branches;
    }

    /** Says that this branch has read all that the whole has read. */
    public void joined(StreamContext whole) {
        plain = whole.plain;
        datasets = whole.datasets;
    }

    public static Optional<StreamContext> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, StreamContext.class));
    }

    public void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** The pipes that the body of this exchange went through, in their order. */
    @SuppressWarnings("unchecked")
    public static List<PipeSpec> pipes(Exchange exchange) {
        return (List<PipeSpec>) exchange.getProperty(PIPES, List.of(), List.class);
    }

    public static void addPipe(Exchange exchange, PipeSpec pipe) {
        exchange.setProperty(
                PIPES, Stream.concat(pipes(exchange).stream(), Stream.of(pipe)).toList());
    }

    /** What the stream is called in errors. */
    public String name() {
        return body.name();
    }

    /** Whether somebody has begun to read the stream. */
    public boolean isOpened() {
        return body.isTaken();
    }

    public Optional<PendingBackup> pending() {
        return Optional.ofNullable(pending);
    }

    /** @param found tells which datasets were found in the stream so far */
    public void plain(MeteredStream metered, Supplier<List<StreamedDataset>> found) {
        plain = metered;
        datasets = found;
    }

    /** The datasets that the stream holds, once it was read to its end. */
    public List<StreamedDataset> datasets() {
        return datasets.get();
    }

    /** The plain stream's digest, once it was read to its end. */
    public Optional<Digest> plainDigest() {
        MeteredStream metered = plain;
        return metered != null && metered.ended() ? Optional.of(metered.digest()) : Optional.empty();
    }

    /** What meters the stream as it was sent, where this body is that stream, and it was opened. */
    public Optional<MeteredStream> meterOf(StreamBody other) {
        return other.isSameAs(body) ? Optional.ofNullable(plain) : Optional.empty();
    }

    public void chunkPipes(List<PipeSpec> pipes) {
        chunkPipes = List.copyOf(pipes);
    }

    public List<PipeSpec> chunkPipes() {
        return chunkPipes;
    }

    public void committed() {
        committed = true;
    }

    public boolean isCommitted() {
        return committed;
    }

    /** Says why this branch did not come to its end. */
    public void failed(Exception cause) {
        failure = cause;
    }

    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }
}
