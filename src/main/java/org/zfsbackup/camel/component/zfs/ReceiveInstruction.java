package org.zfsbackup.camel.component.zfs;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.operation.replication.ReceiveRequest;

/**
 * Carries a request from a replicating consumer to the step that receives, and the success back. It is a property of
 * the exchange and not a header, so that no message from outside can choose another dataset.
 */
final class ReceiveInstruction {
    private static final String PROPERTY = "CamelZfsReceiveInstruction";

    private final ReceiveRequest request;
    private volatile boolean received;

    ReceiveInstruction(ReceiveRequest request) {
        this.request = request;
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static Optional<ReceiveInstruction> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, ReceiveInstruction.class));
    }

    ReceiveRequest request() {
        return request;
    }

    void received() {
        received = true;
    }

    boolean isReceived() {
        return received;
    }
}
