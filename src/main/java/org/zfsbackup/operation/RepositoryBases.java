package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.operation.replication.TaggedBases;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Zfs;

/** Makes a source forget a repository. */
public final class RepositoryBases {
    private RepositoryBases() {}

    /**
     * Releases the bookmarks and holds for a repository, and removes the properties that remember it.
     *
     * @param source the host of the source
     * @param tree the datasets
     * @param place the repository, as {@link org.zfsbackup.repository.Repository#place} names it
     * @return the bookmarks and holds
     * @throws IOException if zfs fails
     */
    public static List<Bases.KeptBase> release(Zfs source, DatasetTree tree, String place) throws IOException {
        TaggedBases bases = new TaggedBases(source, BaseRetention.NONE, false);
        String tag = TaggedBases.tag(place);
        List<Bases.KeptBase> released = new ArrayList<>();
        for (DatasetState dataset : tree.datasets().values()) {
            for (Bases.KeptBase base : bases.list(dataset, Set.of(tag))) {
                bases.release(base, false);
                released.add(base);
            }
        }
        String property = TargetMemory.property(tag);
        Map<DatasetName, String> values = source.userProperties().read(tree.root(), property, true);
        for (DatasetState dataset : tree.datasets().values()) {
            if (TargetMemory.isOf(dataset, values.get(dataset.name()))) {
                source.userProperties().remove(dataset.name(), property);
            }
        }
        return released;
    }
}
