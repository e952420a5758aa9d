package org.zfsbackup.camel.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.Passage;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.plan.SendStep;

/** One target, where the backup is removed as soon as it fails. */
final class OneTarget implements Destination {
    private final BackupRun run;
    private final SendStep step;
    private @Nullable PendingBackup pending;

    OneTarget(BackupRun run, SendStep step) {
        this.run = run;
        this.step = step;
    }

    @Override
    public Passage begin(StreamBody body, OptionalLong estimate) throws IOException {
        PendingBackup begun = run.begin(step, estimate);
        pending = begun;
        return new Passage(body, begun);
    }

    @Override
    public void finish(Passage passage, Optional<Exception> failure) throws Exception {
        Optional<Exception> found = failure(step, passage, failure);
        if (found.isPresent()) {
            throw found.get();
        }
    }

    /** Why the stream is not at the target, or why it is there and something is wrong all the same. */
    static Optional<Exception> failure(SendStep step, Passage passage, Optional<Exception> cause) {
        if (passage.isCommitted()) {
            return cause.map(found -> new IOException(
                    step.snapshot().name() + " is backed up, but a step behind backup:commit failed: "
                            + found.getMessage(),
                    found));
        }
        return cause.or(() -> Optional.of(new IOException("the route ended without backup:commit, so "
                + step.snapshot().name()
                + " is not backed up: end the route with backup:commit, or take the target out of its zfs: endpoint")));
    }

    @Override
    public void fail(Exception cause) throws IOException {
        if (pending != null) {
            pending.abandon();
        }
    }
}
