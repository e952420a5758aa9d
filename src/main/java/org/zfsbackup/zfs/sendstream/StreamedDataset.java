package org.zfsbackup.zfs.sendstream;

import java.util.List;
import org.zfsbackup.zfs.Guid;

/**
 * One dataset in a send stream.
 *
 * @param name its name at the sender
 * @param base the GUID of the base of its first snapshot in the stream; {@link Guid#NONE} if that is full
 * @param newClone whether that base is its origin, so that the stream creates the dataset as a clone
 * @param snapshots the GUIDs of its snapshots in the stream, oldest first; at least one
 */
public record StreamedDataset(String name, Guid base, boolean newClone, List<Guid> snapshots) {
    public StreamedDataset {
        snapshots = List.copyOf(snapshots);
    }

    /** Returns the GUID of the last snapshot in the stream, which is the dataset's newest after it was received. */
    public Guid last() {
        return snapshots.get(snapshots.size() - 1);
    }
}
