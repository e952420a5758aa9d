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
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.zfs.Zfs;

/** One stream on its way through the route, from its exchange's begin to its end. Closing ends {@code zfs send}. */
final class Sending implements Closeable {
    private final RunListener listener;
    private final Zfs zfs;
    private final SendStep step;
    private final @Nullable BackupRun run;
    private final StreamBody body;
    private final AtomicLong bytes = new AtomicLong();
    private RunListener.Stream stream;
    private @Nullable PendingBackup pending;
    private @Nullable Passage passage;

    Sending(ZfsEndpoint endpoint, Zfs zfs, SendStep step, @Nullable BackupRun run) {
        this.listener = endpoint.getComponent().listenerOrSilent();
        this.zfs = zfs;
        this.step = step;
        this.run = run;
        this.stream = describe(OptionalLong.empty());
        this.body = StreamBody.of("the stream of " + step.snapshot().name(), this::open);
    }

    private RunListener.Stream describe(OptionalLong estimate) {
        return new RunListener.Stream(
                step.snapshot().name().toString(),
                step.base().map(base -> base.name().name()),
                estimate);
    }

    /** Marks the backup at the target, and fills the exchange. */
    void begin(Exchange exchange) throws IOException {
        PendingBackup begun = run == null ? null : run.begin(step);
        pending = begun;
        Passage through = new Passage(body, begun);
        passage = through;
        through.attachTo(exchange);
        OptionalLong estimate = begun == null ? zfs.estimate(step.request()) : begun.estimate();
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
        if (begun != null) {
            message.setHeader(ZfsConstants.BACKUP_ID, begun.id());
        }
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
        boolean committed = passage != null && passage.isCommitted();
        if (failure.isPresent() && committed) {
            throw new IOException(
                    step.snapshot().name() + " is backed up, but a step behind backup:commit failed: "
                            + failure.get().getMessage(),
                    failure.get());
        }
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (run != null && !committed) {
            throw new IOException(
                    "the route ended without backup:commit, so "
                            + step.snapshot().name()
                            + " is not backed up: end the route with backup:commit, or take the target out of its zfs: endpoint");
        }
        if (run == null
                && body.isTaken()
                && (passage == null || passage.plainDigest().isEmpty())) {
            throw new IOException("the route did not read " + body.name() + " to its end");
        }
        listener.completed(stream, bytes.get());
    }

    /** Removes what was stored; what goes wrong with that is told beside the cause. */
    void fail(Exception cause) {
        listener.failed(stream, cause);
        try {
            close();
            if (pending != null) {
                pending.abandon();
            }
        } catch (IOException | RuntimeException e) {
            cause.addSuppressed(e);
        }
    }

    @Override
    public void close() throws IOException {
        body.close();
    }
}
