package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.LockedException;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RunLock;

/**
 * Opens the targets of a consumer before its poll, so that a poll never waits for a lock in a thread of the scheduler.
 *
 * <p>If another run holds a lock, the poll does not begin, and the {@link LockWait} tries again later. To Camel's poll
 * strategy, counters and health checks, the poll begins after the wait. For one thread at a time.
 */
final class TargetOpening {
    private static final Logger LOG = LoggerFactory.getLogger(TargetOpening.class);

    private final ZfsEndpoint endpoint;
    private final LockWait wait;
    private @Nullable OpenTargets opened;
    private @Nullable Throwable failure;

    TargetOpening(ZfsEndpoint endpoint, LockWait wait) {
        this.endpoint = endpoint;
        this.wait = wait;
    }

    /** Opens the targets, and returns whether the poll may begin. What failed is thrown in the poll. */
    boolean isReady() {
        if (!endpoint.waitsForLocks()) {
            return true;
        }
        try {
            opened = attempt();
        } catch (LockedException e) {
            if (wait.goesOn(e)) {
                return false;
            }
            failure = e;
        } catch (Exception | Error e) {
            failure = e;
        }
        wait.end();
        return true;
    }

    private OpenTargets attempt() throws IOException {
        if (wait.isOver()) {
            return OpenTargets.open(endpoint, Duration.ZERO);
        }
        if (wait.isLasting()) {
            refuseLocked();
        }
        return OpenTargets.openUnlocked(endpoint);
    }

    /** Looks at the locks alone, because reading a large map again and again would load the target. */
    private void refuseLocked() throws LockedException {
        for (Repository target : targets()) {
            try {
                RunLock.checkFree(target);
            } catch (LockedException e) {
                throw e;
            } catch (IOException | RuntimeException e) {
                LOG.debug("The lock of {} cannot be read; opening it will tell why", target, e);
            }
        }
    }

    private List<Repository> targets() {
        List<String> names = endpoint.targetNames();
        return names.isEmpty()
                ? endpoint.backupTarget().stream().toList()
                : names.stream().map(endpoint::backupTarget).toList();
    }

    /**
     * The opened targets, for the caller to close. A second poll within one firing of the scheduler (a greedy consumer,
     * or a poll strategy that tries again) opens them here, and then its thread waits for the locks.
     *
     * @throws Exception what opening them failed with
     */
    OpenTargets take() throws Exception {
        Throwable thrown = failure;
        OpenTargets found = opened;
        failure = null;
        opened = null;
        if (thrown instanceof Error error) {
            throw error;
        }
        if (thrown instanceof Exception exception) {
            throw exception;
        }
        return found != null ? found : OpenTargets.open(endpoint, endpoint.lockTimeout());
    }

    /** Closes what no poll has taken, because Camel did not let it begin. */
    void discard() {
        OpenTargets unused = opened;
        failure = null;
        opened = null;
        if (unused != null) {
            try {
                unused.close();
            } catch (IOException | RuntimeException e) {
                LOG.warn("The targets of {} could not be closed: {}", endpoint.getDataset(), e.getMessage());
            }
        }
    }
}
