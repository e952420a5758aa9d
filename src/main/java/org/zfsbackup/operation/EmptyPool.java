package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Zfs;

/** Recognises the root of a new pool, which a backup of a whole pool may replace: nothing is in it that could be lost. */
final class EmptyPool {
    private EmptyPool() {}

    /**
     * Whether the dataset is the root of a pool that has no other dataset, no snapshot and no file.
     *
     * @throws IOException if zfs fails, or its directory cannot be listed
     */
    static boolean is(Zfs zfs, DatasetName dataset) throws IOException {
        if (dataset.parent().isPresent()) {
            return false;
        }
        Optional<DatasetTree> tree = zfs.tree(dataset);
        return tree.isPresent()
                && tree.get().datasets().values().stream()
                        .allMatch(state -> state.name().equals(dataset)
                                && state.history().isEmpty()
                                && state.token().isEmpty())
                && !zfs.holdsFiles(dataset);
    }
}
