package org.zfsbackup.repository.map;

import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * One dataset in the stream of a backup, as the backup's record names it.
 *
 * @param path from the backup's dataset, without a slash before it; empty for that dataset itself
 * @param guid of the snapshot that the dataset ends with
 * @param base of the snapshot that it builds on; nothing if the stream makes the dataset
 * @param origin of the snapshot that the stream makes it from as a clone; nothing if it is no new clone
 */
public record RecordedDataset(String path, Guid guid, Optional<Guid> base, Optional<Guid> origin) {
    /**
     * Names a dataset of a stream by its place below the stream's own.
     *
     * @throws IllegalArgumentException if it does not lie there, or has no valid name
     */
    public static RecordedDataset of(DatasetName root, StreamedDataset streamed) {
        String name = streamed.name();
        boolean below = name.startsWith(root.value() + "/");
        if (!below && !name.equals(root.value())) {
            throw new IllegalArgumentException("the stream of " + root + " holds " + name + ", which is not below it");
        }
        String path = below ? name.substring(root.value().length() + 1) : "";
        Optional<Guid> from = Optional.of(streamed.base()).filter(base -> !base.equals(Guid.NONE));
        RecordedDataset recorded = new RecordedDataset(
                path,
                streamed.last(),
                from.filter(base -> !streamed.newClone()),
                from.filter(base -> streamed.newClone()));
        recorded.below(root);
        return recorded;
    }

    /** Its name if the backup's dataset is called so. */
    public DatasetName below(DatasetName root) {
        return path.isEmpty() ? root : new DatasetName(root + "/" + path);
    }
}
