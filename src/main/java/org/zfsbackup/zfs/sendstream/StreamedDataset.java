package org.zfsbackup.zfs.sendstream;

import java.util.List;
import org.zfsbackup.zfs.Guid;

/**
 * One dataset in a send stream.
 *
 * @param name its name at the sender
 * @param base what its first snapshot in the stream builds on; {@link Guid#NONE} for nothing
 * @param newClone whether that base is its origin: the dataset is made anew as a clone
 * @param snapshots its snapshots in the stream, oldest first; at least one
 */
public record StreamedDataset(String name, Guid base, boolean newClone, List<Guid> snapshots) {
    public StreamedDataset {
        snapshots = List.copyOf(snapshots);
    }

    /** The snapshot that the dataset ends with after it was received. */
    public Guid last() {
        return snapshots.get(snapshots.size() - 1);
    }
}
