package org.zfsbackup.camel;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.operation.RestoredStep;

/**
 * Carries the backup in the body from {@code backup:read} to the step that receives. It is a property of the exchange
 * and not a header, so that no message from outside can set it.
 */
public final class RestoreProtocol {
    private static final String PROPERTY = "CamelZfsRestoredBackup";

    private RestoreProtocol() {}

    /** Sets the property of the exchange. */
    public static void attach(RestoredStep step, Exchange exchange) {
        exchange.setProperty(PROPERTY, step);
    }

    /** The property of the exchange, if {@code backup:read} has set one. */
    public static Optional<RestoredStep> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RestoredStep.class));
    }
}
