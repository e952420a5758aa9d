package org.zfsbackup.store.camel;

import java.util.Optional;
import org.apache.camel.Exchange;

/** Finds what a route failed with, including a failure that an error handler of the route has caught. */
public final class ExchangeFailure {
    private ExchangeFailure() {}

    /** The failure; empty if the route has succeeded. */
    public static Optional<Exception> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getException())
                .or(() -> Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }
}
