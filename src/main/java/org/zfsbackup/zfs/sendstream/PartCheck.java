package org.zfsbackup.zfs.sendstream;

import java.util.Optional;

/**
 * Checks each snapshot in a stream, in the order of the stream. An instance belongs to one reading of one stream, and
 * is called by the reading thread.
 */
public interface PartCheck {
    /** Accepts everything. */
    PartCheck NONE = part -> Optional.empty();

    /** Returns what is wrong with this part, as a clause for an error message, or nothing if it is right. */
    Optional<String> part(StreamPart part);

    /**
     * Returns what is missing at the end of the stream, as a clause for an error message, or nothing if it is complete.
     */
    default Optional<String> end() {
        return Optional.empty();
    }
}
