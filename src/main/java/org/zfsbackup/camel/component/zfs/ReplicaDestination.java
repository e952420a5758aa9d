package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;

/** A dataset: ZFS itself remembers there what has arrived, and of a broken-off stream as much as it can. */
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
            throw new IOException("the route ended, and " + context.name() + " was not received as "
                    + arrival.request().dataset() + ": end it with the same zfs: endpoint that stands in target");
        }
    }

    @Override
    public void fail(Exception cause) {}
}
