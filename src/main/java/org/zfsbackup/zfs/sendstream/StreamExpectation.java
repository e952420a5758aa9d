package org.zfsbackup.zfs.sendstream;

import java.util.Optional;
import org.zfsbackup.zfs.Guid;

/**
 * Which snapshot a send stream is to hold, and on which base; nothing if that is not known.
 *
 * @param base {@link Guid#NONE} for a full stream
 * @param name {@code dataset@snapshot}, as it was called at the sender
 */
public record StreamExpectation(Optional<Guid> snapshot, Optional<Guid> base, Optional<String> name) {
    public static final StreamExpectation ANY =
            new StreamExpectation(Optional.empty(), Optional.empty(), Optional.empty());

    public StreamExpectation(Guid snapshot, Optional<Guid> base) {
        this(Optional.of(snapshot), base, Optional.empty());
    }
}
