package org.zfsbackup.camel.zfs;

import java.io.Closeable;
import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.Passage;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.chunk.MeteredStream;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.zfs.Zfs;

/** One stream on its way through the route, from its exchange's begin to its end. Closing ends {@code zfs send}. */
final class Sending implements Closeable {
    private final RunListener listener;
    private final Zfs zfs;
    private final SendStep step;
    private final Destination destination;
    private final StreamBody body;
    private final AtomicLong bytes = new AtomicLong();
    private RunListener.Stream stream;
    private @Nullable Passage passage;

    Sending(ZfsEndpoint endpoint, Zfs zfs, SendStep step, Destination destination) {
        this.listener = endpoint.getComponent().listenerOrSilent();
        this.zfs = zfs;
        this.step = step;
        this.destination = destination;
        this.stream = describe(OptionalLong.empty());
        this.body = StreamBody.of("the stream of " + step.snapshot().name(), this::open);
    }

    Destination destination() {
        return destination;
    }

    private RunListener.Stream describe(OptionalLong estimate) {
        return new RunListener.Stream(
                step.snapshot().name().toString(),
                step.base().map(base -> base.name().name()),
                estimate);
    }

    /** Marks the backup at the target, and fills the exchange. */
    void begin(Exchange exchange) throws IOException {
        OptionalLong estimate = zfs.estimate(step.request());
        Passage through = destination.begin(body, estimate);
        passage = through;
        through.attachTo(exchange);
        stream = describe(estimate);
        Message message = exchange.getIn();
        message.setBody(body);
        message.setHeader(ZfsConstants.DATASET, step.snapshot().name().dataset().value());
        message.setHeader(ZfsConstants.SNAPSHOT, step.snapshot().name().name());
        message.setHeader(ZfsConstants.GUID, step.snapshot().guid().toString());
        step.base()
                .ifPresent(
                        base -> message.setHeader(ZfsConstants.BASE, base.name().name()));
        estimate.ifPresent(size -> message.setHeader(ZfsConstants.SIZE_ESTIMATE, size));
        through.pending().ifPresent(begun -> message.setHeader(ZfsConstants.BACKUP_ID, begun.id()));
        listener.started(stream);
    }

    private MeteredStream open() throws IOException {
        MeteredStream plain = MeteredStream.telling(zfs.send(step.request()), count -> {
            bytes.addAndGet(count);
            listener.progress(stream, count);
        });
        if (passage != null) {
            passage.plain(plain);
        }
        return plain;
    }

    /** Throws where the route did not bring the stream to its end, or did not commit it. */
    void finish(Exchange exchange) throws Exception {
        Optional<Exception> failure = Optional.ofNullable(exchange.getException())
                .or(() -> Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
        if (passage != null) {
            destination.finish(passage, failure);
        }
        listener.completed(stream, bytes.get());
    }

    /** Removes what was stored; what goes wrong with that is told beside the cause. */
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
