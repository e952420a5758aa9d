package org.zfsbackup.service;

import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import org.apache.camel.Consumer;
import org.apache.camel.Endpoint;
import org.apache.camel.spi.PollingConsumerPollStrategy;

/** Records how the first poll of a consumer ended, and prevents further ones. Safe for use by several threads. */
public final class OnePoll implements PollingConsumerPollStrategy {
    private final CompletableFuture<Integer> end = new CompletableFuture<>();

    @Override
    public boolean begin(Consumer consumer, Endpoint endpoint) {
        return !end.isDone();
    }

    @Override
    public void commit(Consumer consumer, Endpoint endpoint, int polledMessages) {
        end.complete(polledMessages);
    }

    @Override
    public boolean rollback(Consumer consumer, Endpoint endpoint, int retryCounter, Exception cause) {
        end.completeExceptionally(cause);
        return false;
    }

    /**
     * Waits for the end of the poll.
     *
     * @return the number of exchanges that were processed successfully
     * @throws Exception what the poll failed with
     */
    public int await() throws Exception {
        try {
            return end.get();
        } catch (ExecutionException e) {
            throw e.getCause() instanceof Exception cause ? cause : e;
        }
    }
}
