package org.zfsbackup.repository.map;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * One dataset in the stream of a backup, as the backup's record describes it.
 *
 * @param path its path relative to the backup's dataset, without a slash before it; empty for that dataset itself
 * @param guid the GUID of its last snapshot in the stream
 * @param base the GUID of the snapshot on which it builds; empty if the stream creates the dataset
 * @param origin the GUID of the snapshot from which the stream creates it as a clone; empty if it is not a new clone
 * @param properties the values of the properties that were set on the dataset itself; empty if nobody recorded them
 */
public record RecordedDataset(
        String path, Guid guid, Optional<Guid> base, Optional<Guid> origin, Optional<Map<String, String>> properties) {
    public RecordedDataset {
        properties = properties.map(values -> Collections.unmodifiableMap(new TreeMap<>(values)));
    }

    /** A dataset whose properties are not recorded. */
    public RecordedDataset(String path, Guid guid, Optional<Guid> base, Optional<Guid> origin) {
        this(path, guid, base, origin, Optional.empty());
    }

    /** Returns the dataset with the properties that are set on it. */
    public RecordedDataset with(Optional<Map<String, String>> values) {
        return new RecordedDataset(path, guid, base, origin, values);
    }

    /**
     * Describes a dataset of a stream by its path below the stream's root.
     *
     * @throws IllegalArgumentException if it is not below the root, or has no valid name
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

    /** Returns its name if the backup's dataset is called {@code root}. */
    public DatasetName below(DatasetName root) {
        return path.isEmpty() ? root : new DatasetName(root + "/" + path);
    }
}
