package org.zfsbackup.store.camel;

import java.util.Optional;
import org.apache.camel.Exchange;

/** What a route failed with: also a failure that an error handler of the route has caught. */
public final class ExchangeFailure {
    private ExchangeFailure() {}

    /** The failure; nothing if the route came to its end. */
    public static Optional<Exception> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getException())
                .or(() -> Optional.ofNullable(exchange.getProperty(Exchange.EXCEPTION_CAUGHT, Exception.class)));
    }
}
