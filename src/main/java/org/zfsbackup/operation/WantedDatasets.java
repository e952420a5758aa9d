package org.zfsbackup.operation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;

/** Decides which datasets of a tree are sent, if each has streams of its own. */
public final class WantedDatasets {
    private static final Logger LOG = LoggerFactory.getLogger(WantedDatasets.class);

    private WantedDatasets() {}

    /**
     * Returns the selected datasets that have a snapshot to send, parents first. Those whose user property {@code
     * org.zfsbackup:backup} is {@code off} are left out; those without a snapshot are named in a warning.
     *
     * @param snapshot the name of the snapshot that is wanted of each; empty for any
     * @throws IOException if none is left
     */
    public static List<DatasetState> of(DatasetTree tree, DatasetSelection selection, Optional<String> snapshot)
            throws IOException {
        List<DatasetState> selected = selection.of(tree, dataset -> !dataset.leftOut());
        List<DatasetState> wanted = selected.stream()
                .filter(dataset -> hasWanted(dataset, snapshot))
                .toList();
        if (wanted.isEmpty()) {
            throw new IOException("neither " + tree.root() + " nor a dataset below it has "
                    + snapshot.map(name -> "a snapshot @" + name).orElse("a snapshot")
                    + ": create some with `zfs snapshot -r " + tree.root() + "@NAME`");
        }
        selected.stream()
                .filter(dataset -> !hasWanted(dataset, snapshot))
                .forEach(dataset -> LOG.warn(
                        "{} has no snapshot{}, so nothing of it is sent",
                        dataset.name(),
                        snapshot.map(name -> " @" + name).orElse("")));
        return wanted;
    }

    private static boolean hasWanted(DatasetState dataset, Optional<String> snapshot) {
        return snapshot.map(name -> dataset.snapshot(name).isPresent())
                .orElse(!dataset.snapshots().isEmpty());
    }
}
