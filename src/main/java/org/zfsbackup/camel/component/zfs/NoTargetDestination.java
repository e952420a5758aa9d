package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;

/** For a consumer without a target: only the route knows where the stream goes, and nothing is recorded. */
final class NoTargetDestination implements StreamDestination {
    @Override
    public StreamContext begin(StreamBody body, OptionalLong estimate) {
        return new StreamContext(body, null);
    }

    @Override
    public void finish(StreamContext context, Optional<Exception> failure) throws Exception {
        if (failure.isPresent()) {
            throw failure.get();
        }
        if (context.isOpened() && context.plainDigest().isEmpty()) {
            throw new IOException("the route ended before it had read " + context.name() + " to its end");
        }
    }

    @Override
    public void fail(Exception cause) {}
}
