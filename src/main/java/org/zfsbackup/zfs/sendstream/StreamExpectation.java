package org.zfsbackup.zfs.sendstream;

import java.util.Optional;
import org.zfsbackup.zfs.Guid;

/**
 * Which snapshot a send stream must hold, and on which base. What is empty is not checked.
 *
 * @param snapshot the GUID of the snapshot
 * @param base the GUID of the base; {@link Guid#NONE} for a full stream
 * @param name {@code dataset@snapshot}, as the sender calls it
 */
public record StreamExpectation(Optional<Guid> snapshot, Optional<Guid> base, Optional<String> name) {
    /** Expects any stream. */
    public static final StreamExpectation ANY =
            new StreamExpectation(Optional.empty(), Optional.empty(), Optional.empty());

    /** Expects a snapshot, whatever its name is at the sender. */
    public StreamExpectation(Guid snapshot, Optional<Guid> base) {
        this(Optional.of(snapshot), base, Optional.empty());
    }
}
