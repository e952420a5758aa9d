package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.operation.BackupRuns;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.repository.LockedException;
import org.zfsbackup.repository.Repository;

/** The runs to the targets of a consumer, whose locks they hold. Each poll closes its own; that releases the locks. */
sealed interface OpenTargets extends AutoCloseable {
    /** There is no target, and so no lock. */
    record None() implements OpenTargets {
        @Override
        public void close() {}
    }

    /** The run to a repository. */
    record One(Repository target, BackupRun run) implements OpenTargets {
        @Override
        public void close() throws IOException {
            run.close();
        }
    }

    /** The runs to several repositories. */
    record Several(BackupRuns runs) implements OpenTargets {
        @Override
        public void close() {
            runs.close();
        }
    }

    @Override
    void close() throws IOException;

    /**
     * Opens the targets. The calling thread waits for each lock for so long; one of several targets that cannot be
     * opened counts as failed.
     *
     * @throws IOException if the only target cannot be opened
     */
    static OpenTargets open(ZfsEndpoint endpoint, Duration lockTimeout) throws IOException {
        List<String> names = endpoint.targetNames();
        if (!names.isEmpty()) {
            return new Several(BackupRuns.open(
                    names, name -> run(endpoint, endpoint.backupTarget(name), lockTimeout), listener(endpoint)));
        }
        Optional<Repository> target = endpoint.backupTarget();
        return target.isPresent() ? new One(target.get(), run(endpoint, target.get(), lockTimeout)) : new None();
    }

    /**
     * Opens the targets, unless another run holds the lock of one: nothing is open then.
     *
     * @throws LockedException if another run holds the lock of a target
     * @throws IOException if the only target cannot be opened
     */
    static OpenTargets openUnlocked(ZfsEndpoint endpoint) throws IOException {
        List<String> names = endpoint.targetNames();
        return names.isEmpty()
                ? open(endpoint, Duration.ZERO)
                : new Several(BackupRuns.openUnlocked(
                        names, name -> run(endpoint, endpoint.backupTarget(name), Duration.ZERO), listener(endpoint)));
    }

    private static BackupRun run(ZfsEndpoint endpoint, Repository target, Duration lockTimeout) throws IOException {
        return BackupRun.open(target, endpoint.choice(), Optional.of(endpoint.backupSource()), lockTimeout);
    }

    private static RunListener listener(ZfsEndpoint endpoint) {
        return endpoint.getComponent().listenerOrSilent();
    }
}
