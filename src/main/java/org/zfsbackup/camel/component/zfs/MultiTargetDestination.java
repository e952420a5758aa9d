package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.operation.BackupRuns;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.plan.SharedStep;

/** Several targets, each of which can fail alone. The run remembers their failures. */
final class MultiTargetDestination implements StreamDestination {
    private final BackupRuns runs;
    private final SharedStep round;
    private Map<String, PendingBackup> begun = Map.of();

    MultiTargetDestination(BackupRuns runs, SharedStep round) {
        this.runs = runs;
        this.round = round;
    }

    @Override
    public boolean isWanted() {
        return runs.isWanted(round);
    }

    @Override
    public StreamContext begin(StreamBody body, OptionalLong estimate) throws IOException {
        begun = runs.begin(round, estimate);
        if (begun.isEmpty()) {
            throw new IOException("all targets have failed before " + round.step());
        }
        return StreamContext.toSeveral(body, begun);
    }

    /** Fails only if the stream has reached no target at all. */
    @Override
    public void finish(StreamContext context, Optional<Exception> failure) throws Exception {
        Optional<Exception> last = Optional.empty();
        boolean arrived = false;
        for (Map.Entry<String, StreamContext> branch : context.branches().entrySet()) {
            StreamContext own = branch.getValue();
            Optional<Exception> found = SingleTargetDestination.failure(
                    round.step(), own, own.failure().or(() -> failure));
            found.ifPresent(cause -> runs.fail(branch.getKey(), cause));
            last = found;
            arrived |= own.isCommitted();
        }
        if (!arrived && last.isPresent()) {
            throw last.get();
        }
    }

    @Override
    public void fail(Exception cause) {
        begun.keySet().stream().filter(name -> !runs.hasFailed(name)).forEach(name -> runs.fail(name, cause));
    }

    @Override
    public boolean remembersFailures() {
        return true;
    }
}
