package org.zfsbackup.camel.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.Passage;
import org.zfsbackup.camel.StreamBody;

/** The route alone knows where the stream goes; nothing is remembered. */
final class NoTarget implements Destination {
    @Override
    public Passage begin(StreamBody body, OptionalLong estimate) {
        return new Passage(body, null);
    }

    @Override
    public void finish(Passage passage, Optional<Exception> failure) throws Exception {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (passage.isOpened() && passage.plainDigest().isEmpty()) {
            throw new IOException("the route did not read " + passage.name() + " to its end");
        }
    }

    @Override
    public void fail(Exception cause) {}
}
