package org.zfsbackup.camel.component.zfs;

import java.time.Duration;
import java.util.OptionalLong;
import java.util.concurrent.RejectedExecutionException;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.ScheduledFuture;
import java.util.concurrent.TimeUnit;
import org.apache.camel.support.DefaultScheduledPollConsumerScheduler;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.LockedException;
import org.zfsbackup.repository.RunLock;

/**
 * The wait of one consumer for a lock. It holds no thread: the consumer runs for a moment every few seconds and looks
 * whether the lock is free. Stopping or suspending the consumer ends the wait at once, without a run.
 *
 * <p>The consumer runs in the pool of its scheduler, so a pool that several routes share limits what they do at the same
 * time. A scheduler that is not Camel's default (Quartz) has no such pool; a waiting consumer then has a thread of its
 * own, until the run that it waited for ends. Safe for use by several threads.
 */
final class LockWait {
    private static final Logger LOG = LoggerFactory.getLogger(LockWait.class);

    private final ZfsConsumer consumer;
    private OptionalLong end = OptionalLong.empty();
    private boolean due;
    private @Nullable ScheduledFuture<?> next;
    private @Nullable ScheduledExecutorService own;

    LockWait(ZfsConsumer consumer) {
        this.consumer = consumer;
    }

    /** Whether the consumer is waiting. */
    synchronized boolean isLasting() {
        return end.isPresent();
    }

    /** Whether the consumer is waiting and its next look at the lock is still to come. */
    synchronized boolean isIdle() {
        return end.isPresent() && !due;
    }

    /** Whether the consumer has waited for the whole lock timeout. */
    synchronized boolean isOver() {
        return end.isPresent() && System.nanoTime() - end.getAsLong() >= 0;
    }

    /**
     * Begins or continues the wait.
     *
     * @param locked says for whom it waits
     * @return false if the lock timeout is over; true also if the consumer no longer runs, which ends the wait
     */
    synchronized boolean goesOn(LockedException locked) {
        if (isOver()) {
            return false;
        }
        if (!consumer.isRunAllowed() || consumer.isSuspendingOrSuspended()) {
            end();
            return true;
        }
        if (end.isEmpty()) {
            Duration lockTimeout = consumer.getEndpoint().lockTimeout();
            end = OptionalLong.of(System.nanoTime() + lockTimeout.toNanos());
            LOG.warn("Waiting up to {} s: {}", lockTimeout.toSeconds(), locked.getMessage());
        }
        lookLater();
        return true;
    }

    private void lookLater() {
        due = false;
        Duration pause = RunLock.pause(consumer.getEndpoint().lockTimeout());
        try {
            next = executor().schedule(this::look, pause.toMillis(), TimeUnit.MILLISECONDS);
        } catch (RejectedExecutionException e) {
            LOG.debug("{} is being stopped, so it waits no longer", consumer, e);
            end();
        }
    }

    private void look() {
        synchronized (this) {
            if (end.isEmpty()) {
                return;
            }
            due = true;
        }
        if (!consumer.runIfIdle()) {
            lookAgain();
        }
    }

    /** The run that found the lock taken had not returned yet. */
    private synchronized void lookAgain() {
        if (end.isPresent() && due) {
            lookLater();
        }
    }

    private ScheduledExecutorService executor() {
        if (consumer.getScheduler() instanceof DefaultScheduledPollConsumerScheduler scheduler
                && scheduler.getScheduledExecutorService() != null) {
            return scheduler.getScheduledExecutorService();
        }
        ScheduledExecutorService found = own;
        if (found == null) {
            found = consumer.getEndpoint()
                    .getCamelContext()
                    .getExecutorServiceManager()
                    .newSingleThreadScheduledExecutor(this, "zfs-lock-wait");
            own = found;
        }
        return found;
    }

    /** Ends the wait, because the run begins or fails. The run may be in our own thread, which ends after it. */
    synchronized void end() {
        end = OptionalLong.empty();
        due = false;
        if (own != null) {
            consumer.getEndpoint().getCamelContext().getExecutorServiceManager().shutdown(own);
            own = null;
        }
    }

    /** Ends the wait, because the consumer is suspended. A run that has begun goes on. */
    synchronized void cancel() {
        if (end.isPresent() && next != null) {
            next.cancel(false);
        }
        end();
    }

    /** Ends the wait, and interrupts a run that it has started. */
    synchronized void stop() {
        if (next != null) {
            next.cancel(true);
        }
        end();
    }
}
