package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;

/** Where one stream goes: what is recorded there before the route runs, and whether the stream has arrived after it. */
interface StreamDestination {
    /** Whether some target still needs the stream. */
    default boolean isWanted() {
        return true;
    }

    /** Records the pending backup, before its first chunk. */
    StreamContext begin(StreamBody body, OptionalLong estimate) throws IOException;

    /**
     * Checks that the stream has arrived.
     *
     * @param failure what the route failed with
     * @throws Exception if the stream did not arrive
     */
    void finish(StreamContext context, Optional<Exception> failure) throws Exception;

    /** Removes what was stored of the stream, now or when the run ends. */
    void fail(Exception cause) throws IOException;

    /** The instruction for the step that receives; empty if the stream is stored. */
    default Optional<ReceiveInstruction> arrival() {
        return Optional.empty();
    }

    /**
     * Whether this destination reports failures at the end of the run, so that the streams after a failed one are still
     * sent.
     */
    default boolean remembersFailures() {
        return false;
    }
}
