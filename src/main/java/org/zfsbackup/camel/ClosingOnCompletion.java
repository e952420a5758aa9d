package org.zfsbackup.camel;

import java.io.Closeable;
import java.io.IOException;
import java.io.UncheckedIOException;
import org.apache.camel.Exchange;
import org.apache.camel.support.SynchronizationAdapter;

/** Closes what a step has opened when the exchange is done, well or not. */
public final class ClosingOnCompletion extends SynchronizationAdapter {
    private final Closeable resource;

    private ClosingOnCompletion(Closeable resource) {
        this.resource = resource;
    }

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
