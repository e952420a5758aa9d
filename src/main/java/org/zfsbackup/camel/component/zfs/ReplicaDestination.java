package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;

/**
 * A dataset as the target. ZFS itself records there what has arrived, including a partial receive if it can be resumed.
 */
final class ReplicaDestination implements StreamDestination {
    private final ReceiveInstruction arrival;

    ReplicaDestination(ReceiveInstruction arrival) {
        this.arrival = arrival;
    }

    @Override
    public StreamContext begin(StreamBody body, OptionalLong estimate) {
        return new StreamContext(body, null);
    }

    @Override
    public Optional<ReceiveInstruction> arrival() {
        return Optional.of(arrival);
    }

    @Override
    public void finish(StreamContext context, Optional<Exception> failure) throws Exception {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!arrival.isReceived()) {
            throw new IOException("the route ended before " + context.name() + " was received as "
                    + arrival.request().dataset() + ": end the route with the same zfs: endpoint as in target");
        }
    }

    @Override
    public void fail(Exception cause) {}
}
