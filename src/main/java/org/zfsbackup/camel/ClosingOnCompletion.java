package org.zfsbackup.camel;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Closes a resource that a step has opened when the exchange completes, whether it failed or not. */
public final class ClosingOnCompletion extends SynchronizationAdapter {
    private final Closeable resource;

    private ClosingOnCompletion(Closeable resource) {
        this.resource = resource;
    }

    /** Registers the resource with the exchange, which closes it in the thread that completes it. */
    public static void of(Exchange exchange, Closeable resource) {
        exchange.getExchangeExtension().addOnCompletion(new ClosingOnCompletion(resource));
    }

    @Override
    public void onDone(Exchange exchange) {
        try {
            resource.close();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
