package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;

/** Where one stream goes: what is noted there before it, and what has become of it there after the route. */
interface StreamDestination {
    /** Whether there is still anybody to send it to. */
    default boolean isWanted() {
        return true;
    }

    /** Marks the backup, before its first chunk. */
    StreamContext begin(StreamBody body, OptionalLong estimate) throws IOException;

    /**
     * Throws where the stream did not arrive.
     *
     * @param failure what the route failed with
     */
    void finish(StreamContext context, Optional<Exception> failure) throws Exception;

    /** Removes what was stored of it, now or when the run ends. */
    void fail(Exception cause) throws IOException;

    /** What the step that receives is told; nothing where the stream is stored. */
    default Optional<ReceiveInstruction> arrival() {
        return Optional.empty();
    }

    /** Whether the streams after one that failed may be sent all the same, because the failure is remembered here. */
    default boolean remembersFailures() {
        return false;
    }
}
