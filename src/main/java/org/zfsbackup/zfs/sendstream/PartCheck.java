package org.zfsbackup.zfs.sendstream;

import java.util.Optional;

/** Looks at each snapshot in a stream, in the order of the stream. Belongs to one reading of one stream. */
public interface PartCheck {
    /** Finds nothing wrong. */
    PartCheck NONE = part -> Optional.empty();

    /** What is wrong with this part, as a clause for an error message; nothing if it is right. */
    Optional<String> part(StreamPart part);

    /** What is missing when the stream has ended; nothing if it is complete. */
    default Optional<String> end() {
        return Optional.empty();
    }
}
