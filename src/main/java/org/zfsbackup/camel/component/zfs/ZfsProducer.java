package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.zfsbackup.camel.ClosingOnCompletion;
import org.zfsbackup.camel.RestoreProtocol;
import org.zfsbackup.camel.RollbackRequest;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.PropertyRestore;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.RestoredStep;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.replication.ReceiveRequest;
import org.zfsbackup.process.Command;
import org.zfsbackup.stream.CountingStream;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.ReceiveOptions;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/** Runs the operation that the endpoint names. */
final class ZfsProducer extends DefaultProducer {
    private final Zfs zfs;
    private final Set<DatasetName> parentsMade = ConcurrentHashMap.newKeySet();
    private volatile boolean unmounted;

    ZfsProducer(ZfsEndpoint endpoint) {
        super(endpoint);
        this.zfs = endpoint.zfs();
    }

    @Override
    public ZfsEndpoint getEndpoint() {
        return (ZfsEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        switch (getEndpoint().getOperation()) {
            case RECEIVE -> receive(exchange);
            case LIST -> exchange.getMessage().setBody(zfs.snapshots(dataset()));
            case SEND -> send(exchange);
            case SNAPSHOT -> zfs.snapshot(snapshot(), isRecursive());
            case HOLD -> zfs.bookmarksAndHolds().hold(tag(), snapshot(), isRecursive());
            case RELEASE -> zfs.bookmarksAndHolds().release(tag(), snapshot(), isRecursive());
            case DESTROY -> zfs.destroy(snapshot());
            case MOUNT -> zfs.mount(dataset());
        }
    }

    private boolean isRecursive() {
        return getEndpoint().getRecursive() == Recursion.TRUE;
    }

    private void receive(Exchange exchange) throws Exception {
        Optional<ReceiveInstruction> arrival = ReceiveInstruction.of(exchange);
        DatasetName dataset = arrival.map(instruction -> instruction.request().dataset())
                .or(() -> RestoreProtocol.of(exchange).flatMap(RestoredStep::destination))
                .orElseGet(this::dataset);
        List<Command> undo = RemoteDecoder.line(exchange, dataset);
        RunListener listener = arrival.isPresent()
                ? RunListener.SILENT
                : getEndpoint().getComponent().listenerOrSilent();
        RunListener.Stream stream = describe(exchange, dataset);
        AtomicLong bytes = new AtomicLong();
        listener.started(stream);
        try (InputStream body = new CountingStream(exchange.getMessage().getMandatoryBody(InputStream.class), count -> {
            bytes.addAndGet(count);
            listener.progress(stream, count);
        })) {
            Optional<RestoredStep> restored = arrival.isPresent() ? Optional.empty() : RestoreProtocol.of(exchange);
            if (restored.isPresent()) {
                restored.get().receive(zfs, dataset, () -> receive(exchange, dataset, undo, body));
                restored.get().properties(zfs, dataset).afterwards();
            } else {
                receive(exchange, dataset, undo, body);
            }
        } catch (Exception e) {
            listener.failed(stream, e);
            remount(e);
            throw e;
        }
        arrival.ifPresent(ReceiveInstruction::received);
        listener.completed(stream, bytes.get());
    }

    /** Describes the stream in a message from its headers. */
    private static RunListener.Stream describe(Exchange exchange, DatasetName destination) {
        Message message = exchange.getMessage();
        String snapshot = message.getHeader(ZfsConstants.SNAPSHOT, String.class);
        Long size = message.getHeader(ZfsConstants.SIZE_ESTIMATE, Long.class);
        return new RunListener.Stream(
                destination + (snapshot == null ? "" : "@" + snapshot),
                Optional.ofNullable(message.getHeader(ZfsConstants.BASE, String.class)),
                size == null ? OptionalLong.empty() : OptionalLong.of(size));
    }

    private void receive(Exchange exchange, DatasetName dataset, List<Command> undo, InputStream body)
            throws IOException {
        Optional<ReceiveInstruction> arrival = ReceiveInstruction.of(exchange);
        if (arrival.isPresent()) {
            receive(arrival.get().request(), undo, body);
            return;
        }
        if (parentsMade.add(dataset)) {
            zfs.receiver().createParents(dataset);
        }
        Optional<RestoredStep> restored = RestoreProtocol.of(exchange);
        if (restored.isPresent()) {
            receive(exchange, dataset, restored.get(), undo, body);
        } else if (getEndpoint().isForce()) {
            unmounted |= zfs.receiver().unmount(dataset);
            zfs.receiver().receiveByForce(dataset, body, RollbackRequest.of(exchange), Map.of(), Set.of());
        } else {
            zfs.receiver().receive(dataset, ReceiveOptions.PLAIN, undo, body);
        }
    }

    private void receive(
            Exchange exchange, DatasetName dataset, RestoredStep restored, List<Command> undo, InputStream body)
            throws IOException {
        RestoredStep.Parts parts = restored.parts(body);
        Optional<InputStream> first = parts.next();
        if (first.isPresent()) {
            receiveFirst(exchange, dataset, restored, undo, first.get());
        }
        for (Optional<InputStream> next = parts.next(); next.isPresent(); next = parts.next()) {
            zfs.receiver().receive(dataset, ReceiveOptions.PLAIN, undo, next.get());
        }
    }

    private void receiveFirst(
            Exchange exchange, DatasetName dataset, RestoredStep restored, List<Command> undo, InputStream stream)
            throws IOException {
        PropertyRestore properties = restored.properties(zfs, dataset);
        boolean resumable = restored.isResumable() && getEndpoint().getReceive().isResumable();
        Optional<SnapshotName> origin = restored.isResumed() ? Optional.empty() : restored.origin(zfs, dataset);
        if (origin.isPresent()) {
            ReceiveOptions options = new ReceiveOptions(resumable, false, properties.withStream(), Set.of());
            zfs.receiver().receiveClone(dataset, origin.get(), options, undo, stream);
        } else if (!restored.isResumed() && (getEndpoint().isForce() || restored.replacesEmptyPool())) {
            unmounted |= zfs.receiver().unmount(dataset);
            zfs.receiver()
                    .receiveByForce(
                            dataset,
                            stream,
                            RollbackRequest.of(exchange),
                            properties.withStream(),
                            properties.except());
        } else {
            ReceiveOptions options = new ReceiveOptions(resumable, false, properties.withStream(), properties.except());
            zfs.receiver().receive(dataset, options, undo, stream);
        }
    }

    /** Mounts a replica again afterwards, if it was mounted before. */
    private void receive(ReceiveRequest request, List<Command> undo, InputStream body) throws IOException {
        DatasetName dataset = request.dataset();
        if (request.isNew()) {
            zfs.containers().create(dataset);
        }
        boolean wasMounted = request.force() && zfs.receiver().unmount(dataset);
        try {
            ReceiveOptions options = getEndpoint().getReceive().options(request);
            zfs.receiver().receive(dataset, options, undo, body);
        } finally {
            if (wasMounted) {
                zfs.mount(dataset);
            }
        }
    }

    /** Mounts the dataset again if any stream of this restore has unmounted it. */
    private void remount(Exception cause) {
        if (unmounted) {
            try {
                zfs.mount(dataset());
            } catch (IOException e) {
                cause.addSuppressed(e);
            }
        }
    }

    private void send(Exchange exchange) throws IOException {
        SnapshotName name = snapshot();
        Optional<Snapshot> snapshot = zfs.snapshots(name.dataset()).stream()
                .filter(candidate -> candidate.name().equals(name))
                .findFirst();
        SendRequest request = new SendRequest(
                snapshot.orElseThrow(() -> new IOException("there is no snapshot " + name)),
                Optional.empty(),
                isRecursive());
        StreamBody body = StreamBody.of("the stream of " + name, () -> zfs.send(request));
        ClosingOnCompletion.of(exchange, body);
        exchange.getMessage().setBody(body);
    }

    private DatasetName dataset() {
        return getEndpoint().source().dataset();
    }

    private SnapshotName snapshot() {
        Source source = getEndpoint().source();
        return source.dataset()
                .at(source.snapshot()
                        .orElseThrow(() -> new IllegalArgumentException("zfs:" + source + " with operation="
                                + getEndpoint().getOperation() + " needs a snapshot: zfs:dataset@snapshot")));
    }

    private String tag() {
        String tag = getEndpoint().getTag();
        if (tag == null || tag.isBlank()) {
            throw new IllegalArgumentException("a hold needs a tag: add tag=NAME");
        }
        return tag;
    }
}
