package org.zfsbackup.camel;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.zfs.SnapshotName;

/**
 * Carries the snapshot to which the destination must be rolled back first, from a restore's plan to the step that
 * receives. It is a property of the exchange and not a header, so that no message from outside can ask for a rollback.
 */
public final class RollbackRequest {
    private static final String PROPERTY = "CamelZfsRollbackRequest";

    private RollbackRequest() {}

    /** Sets the request on the exchange; an empty one removes it. */
    public static void note(Exchange exchange, Optional<SnapshotName> snapshot) {
        snapshot.ifPresentOrElse(name -> exchange.setProperty(PROPERTY, name), () -> exchange.removeProperty(PROPERTY));
    }

    /** The snapshot to roll back to, if one is requested. */
    public static Optional<SnapshotName> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, SnapshotName.class));
    }
}
