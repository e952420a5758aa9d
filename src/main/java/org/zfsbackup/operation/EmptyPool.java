package org.zfsbackup.operation;

import java.io.IOException;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Zfs;

/** Recognises the root of a new pool, which a backup of a whole pool may replace: nothing is in it that could be lost. */
final class EmptyPool {
    private EmptyPool() {}

    /**
     * Whether the root of the tree is a pool that has no other dataset, no snapshot and no file.
     *
     * @param zfs the host of the tree
     * @throws IOException if zfs fails, or its directory cannot be listed
     */
    static boolean is(Zfs zfs, DatasetTree tree) throws IOException {
        DatasetName root = tree.root();
        return root.parent().isEmpty()
                && tree.find(root)
                        .filter(state ->
                                state.history().isEmpty() && state.token().isEmpty())
                        .isPresent()
                && tree.datasets().size() == 1
                && !zfs.holdsFiles(root);
    }
}
