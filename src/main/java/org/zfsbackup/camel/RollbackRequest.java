package org.zfsbackup.camel;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.zfs.SnapshotName;

/**
 * What a restore's plan tells the receiving step: to which snapshot the destination is rolled back first. A property of
 * the exchange and no header, so that no message from outside can ask for it.
 */
public final class RollbackRequest {
    private static final String PROPERTY = "CamelZfsRollbackRequest";

    private RollbackRequest() {}

    public static void note(Exchange exchange, Optional<SnapshotName> snapshot) {
        snapshot.ifPresentOrElse(name -> exchange.setProperty(PROPERTY, name), () -> exchange.removeProperty(PROPERTY));
    }

    public static Optional<SnapshotName> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, SnapshotName.class));
    }
}
