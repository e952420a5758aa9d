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
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * The state of one stream, which the steps of a route share: {@code zfs:} creates it, {@code pipe:} and {@code chunk:}
 * add to it, {@code backup:commit} uses it. It is a property of the exchange. Its fields may be read and set in
 * different threads.
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
     * Creates the context of a stream.
     *
     * @param body the stream as it is sent
     * @param pending the backup in progress; null if the route has no target
     */
    public StreamContext(StreamBody body, @Nullable PendingBackup pending) {
        this(body, pending, Map.of());
    }

    private StreamContext(StreamBody body, @Nullable PendingBackup pending, Map<String, StreamContext> branches) {
        this.body = body;
        this.pending = pending;
        this.branches = branches;
    }

    /**
     * The context of a stream to several targets, with a branch for each of them.
     *
     * @param pending the backups in progress, by the names of the targets
     */
    public static StreamContext toSeveral(StreamBody body, Map<String, PendingBackup> pending) {
        Map<String, StreamContext> branches = new LinkedHashMap<>();
        pending.forEach((name, backup) -> branches.put(name, new StreamContext(body, backup)));
        return new StreamContext(body, null, Collections.unmodifiableMap(branches));
    }

    /** The contexts of several targets, by their names; empty if there is one target. */
    public Map<String, StreamContext> branches() {
        return branches;
    }

    /** Records that this branch has read the stream to the same end as the whole. */
    public void joined(StreamContext whole) {
        plain = whole.plain;
        datasets = whole.datasets;
    }

    /** The context of the exchange, if it has one. */
    public static Optional<StreamContext> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, StreamContext.class));
    }

    /** Sets this as the context of the exchange. */
    public void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** What the map remembers of the pipes that were applied to the body of this exchange, in order. */
    public static List<PipeSpec> pipes(Exchange exchange) {
        return AppliedPipe.specs(appliedPipes(exchange));
    }

    /** The pipes that were applied to the body of this exchange, in order. */
    @SuppressWarnings("unchecked")
    public static List<AppliedPipe> appliedPipes(Exchange exchange) {
        return (List<AppliedPipe>) exchange.getProperty(PIPES, List.of(), List.class);
    }

    /** Records a pipe that was applied to the body of this exchange. */
    public static void addPipe(Exchange exchange, AppliedPipe pipe) {
        exchange.setProperty(
                PIPES,
                Stream.concat(appliedPipes(exchange).stream(), Stream.of(pipe)).toList());
    }

    /** The name of the stream in errors. */
    public String name() {
        return body.name();
    }

    /** Whether a step has started to read the stream. */
    public boolean isOpened() {
        return body.isTaken();
    }

    /** The backup in progress; empty without a target, and for several targets. */
    public Optional<PendingBackup> pending() {
        return Optional.ofNullable(pending);
    }

    /**
     * Records the opened stream.
     *
     * @param metered the stream as it is sent
     * @param found supplies the datasets that were found in the stream so far
     */
    public void plain(MeteredStream metered, Supplier<List<StreamedDataset>> found) {
        plain = metered;
        datasets = found;
    }

    /** The datasets in the stream; complete after it was read to its end. */
    public List<StreamedDataset> datasets() {
        return datasets.get();
    }

    /** The digest of the plain stream, after it was read to its end. */
    public Optional<Digest> plainDigest() {
        MeteredStream metered = plain;
        return metered != null && metered.ended() ? Optional.of(metered.digest()) : Optional.empty();
    }

    /** The meter of the stream as it is sent, if the other body has these same bytes and was opened. */
    public Optional<MeteredStream> meterOf(StreamBody other) {
        return other.isSameAs(body) ? Optional.ofNullable(plain) : Optional.empty();
    }

    /** Records the pipes that were applied to each chunk. */
    public void chunkPipes(List<PipeSpec> pipes) {
        chunkPipes = List.copyOf(pipes);
    }

    /** The pipes that were applied to each chunk, in order. */
    public List<PipeSpec> chunkPipes() {
        return chunkPipes;
    }

    /** Records that the backup is committed. */
    public void committed() {
        committed = true;
    }

    /** Whether the backup is committed. */
    public boolean isCommitted() {
        return committed;
    }

    /** Records why this branch has failed. */
    public void failed(Exception cause) {
        failure = cause;
    }

    /** Why this branch has failed, if it has. */
    public Optional<Exception> failure() {
        return Optional.ofNullable(failure);
    }
}
