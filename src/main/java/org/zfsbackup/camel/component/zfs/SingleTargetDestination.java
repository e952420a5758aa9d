package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.plan.SendStep;

/** One target. A backup that fails is removed from it at once. */
final class SingleTargetDestination implements StreamDestination {
    private final BackupRun run;
    private final SendStep step;
    private @Nullable PendingBackup pending;

    SingleTargetDestination(BackupRun run, SendStep step) {
        this.run = run;
        this.step = step;
    }

    @Override
    public StreamContext begin(StreamBody body, OptionalLong estimate) throws IOException {
        PendingBackup begun = run.begin(step, estimate);
        pending = begun;
        return new StreamContext(body, begun);
    }

    @Override
    public void finish(StreamContext context, Optional<Exception> failure) throws Exception {
        Optional<Exception> found = failure(step, context, failure);
        if (found.isPresent()) {
            throw found.get();
        }
    }

    /** Why the stream is not at the target, or what failed after it was committed; empty if all went well. */
    static Optional<Exception> failure(SendStep step, StreamContext context, Optional<Exception> cause) {
        if (context.isCommitted()) {
            return cause.map(found -> new IOException(
                    step.snapshot().name() + " is backed up, but a step after backup:commit failed: "
                            + found.getMessage(),
                    found));
        }
        return cause.or(() -> Optional.of(new IOException("the route ended without backup:commit, so "
                + step.snapshot().name()
                + " is not backed up: end the route with backup:commit, or remove target from its zfs: endpoint")));
    }

    @Override
    public void fail(Exception cause) throws IOException {
        if (pending != null) {
            pending.abandon();
        }
    }
}
