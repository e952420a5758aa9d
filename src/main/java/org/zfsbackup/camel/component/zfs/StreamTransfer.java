package org.zfsbackup.camel.component.zfs;

import java.io.Closeable;
import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.store.camel.ExchangeFailure;
import org.zfsbackup.stream.CountingStream;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.CheckedSendStream;

/**
 * One stream on its way through a route, from the creation of its exchange to its end. Closing it ends {@code zfs
 * send}.
 */
final class StreamTransfer implements Closeable {
    private final RunListener listener;
    private final Zfs zfs;
    private final SendRequest request;
    private final StreamDestination destination;
    private final DatasetTally tally;
    private final StreamBody body;
    private final AtomicLong bytes = new AtomicLong();
    private RunListener.Stream stream;
    private @Nullable StreamContext context;

    StreamTransfer(
            ZfsEndpoint endpoint, Zfs zfs, SendRequest request, StreamDestination destination, DatasetTally tally) {
        this.tally = tally;
        this.listener = endpoint.getComponent().listenerOrSilent();
        this.zfs = zfs;
        this.request = request;
        this.destination = destination;
        this.stream = describe(OptionalLong.empty());
        this.body = StreamBody.repeatable("the stream of " + request.snapshot().name(), this::open);
    }

    Snapshot snapshot() {
        return request.snapshot();
    }

    /** The snapshot, and its base if it has one. */
    List<Base> needed() {
        return Stream.concat(Stream.<Base>of(request.snapshot()), request.base().stream())
                .toList();
    }

    /** Names the stream: its snapshot, and its base if it has one. */
    String name() {
        return request.snapshot().fullName()
                + request.base().map(base -> " on " + base.fullName()).orElse("");
    }

    StreamDestination destination() {
        return destination;
    }

    private RunListener.Stream describe(OptionalLong estimate) {
        return new RunListener.Stream(
                request.snapshot().name().toString(), request.base().map(Base::shortName), estimate);
    }

    /** Records the pending backup at the target, and fills the exchange. */
    void begin(Exchange exchange) throws IOException {
        OptionalLong estimate = zfs.estimate(request);
        StreamContext through = destination.begin(body, estimate);
        context = through;
        through.attachTo(exchange);
        stream = describe(estimate);
        Message message = exchange.getIn();
        message.setBody(body);
        message.setHeader(
                ZfsConstants.DATASET, request.snapshot().name().dataset().value());
        message.setHeader(ZfsConstants.SNAPSHOT, request.snapshot().name().name());
        message.setHeader(ZfsConstants.GUID, request.snapshot().guid().toString());
        request.base().ifPresent(base -> message.setHeader(ZfsConstants.BASE, base.shortName()));
        estimate.ifPresent(size -> message.setHeader(ZfsConstants.SIZE_ESTIMATE, size));
        through.pending().ifPresent(begun -> message.setHeader(ZfsConstants.BACKUP_ID, begun.id()));
        destination.arrival().ifPresent(arrival -> arrival.attachTo(exchange));
        listener.started(stream);
    }

    private InputStream open() throws IOException {
        long before = bytes.getAndSet(0);
        if (before > 0) {
            listener.progress(stream, -before);
        }
        CheckedSendStream sent = zfs.send(request);
        if (destination.arrival().isPresent()) {
            return new CountingStream(sent, this::moved);
        }
        MeteredStream plain = MeteredStream.telling(sent, this::moved);
        if (context != null) {
            context.plain(plain, sent::datasets);
        }
        return plain;
    }

    private void moved(long count) {
        bytes.addAndGet(count);
        listener.progress(stream, count);
    }

    /** The number of bytes sent so far. */
    long bytes() {
        return bytes.get();
    }

    /** @throws Exception if the route did not read the stream to its end, or did not commit it */
    void finish(Exchange exchange) throws Exception {
        Optional<Exception> failure = ExchangeFailure.of(exchange);
        if (context != null) {
            destination.finish(context, failure);
        }
        tally.add(bytes.get());
        listener.completed(stream, bytes.get());
    }

    /** Removes what was stored. A failure to do so is only added to the cause. */
    void fail(Exception cause) {
        listener.failed(stream, cause);
        try {
            close();
            destination.fail(cause);
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
