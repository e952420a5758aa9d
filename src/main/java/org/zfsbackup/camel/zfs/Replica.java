package org.zfsbackup.camel.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.Passage;
import org.zfsbackup.camel.StreamBody;

/** A dataset: ZFS itself remembers there what has arrived, and of a broken-off stream as much as it can. */
final class Replica implements Destination {
    private final Arrival arrival;

    Replica(Arrival arrival) {
        this.arrival = arrival;
    }

    @Override
    public Passage begin(StreamBody body, OptionalLong estimate) {
        return new Passage(body, null);
    }

    @Override
    public Optional<Arrival> arrival() {
        return Optional.of(arrival);
    }

    @Override
    public void finish(Passage passage, Optional<Exception> failure) throws Exception {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (!arrival.isReceived()) {
            throw new IOException("the route ended, and " + passage.name() + " was not received as " + arrival.dataset()
                    + ": end it with the same zfs: endpoint that stands in target");
        }
    }

    @Override
    public void fail(Exception cause) {}
}
