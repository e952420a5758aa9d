package org.zfsbackup.operation.replication;

import java.io.IOException;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Zfs;

/** Leaves a base at the source for what is at the destination. */
final class BaseKeeper {
    private final Zfs to;
    private final Bases bases;

    BaseKeeper(Zfs to, Bases bases) {
        this.to = to;
        this.bases = bases;
    }

    /**
     * The destination is asked first: a connection may have taken the last bytes that a command there did not read, and
     * the older bases go once there is a newer one.
     */
    void keepArrived(PlannedDataset dataset, Base newest) throws IOException {
        boolean there = to.state(dataset.destination()).map(DatasetState::snapshots).stream()
                .flatMap(snapshots -> snapshots.stream())
                .anyMatch(one -> one.guid().equals(newest.guid()));
        if (!there) {
            throw new IOException("zfs receive on " + to.host() + " ended as if all were well, but " + newest.fullName()
                    + " is not there as a snapshot of " + dataset.destination()
                    + ": did another run destroy it, or is the zfs command there a script that ends with 0 in any case?"
                    + " Mend that, and run it again");
        }
        keep(dataset, newest);
    }

    void keep(PlannedDataset dataset, Base newest) throws IOException {
        if (!leave(dataset, newest)) {
            return; // it goes on from a bookmark of somebody else's: ours stay
        }
        try {
            bases.releaseOlder(dataset.here(), dataset.destination(), newest);
        } catch (IOException e) {
            throw new IOException(
                    newest.fullName() + " is replicated, and its base is left, but an older one could not be taken away"
                            + right(dataset, e) + ": " + e.getMessage(),
                    e);
        }
    }

    /** Also where nobody knows whether it has arrived: one too many does no harm, and goes with the next. */
    boolean leave(PlannedDataset dataset, Base newest) throws IOException {
        try {
            return bases.leave(dataset.here(), dataset.destination(), newest);
        } catch (IOException e) {
            throw new IOException(
                    newest.fullName() + " is replicated, but no base could be left of it at the source, so that pruning"
                            + " may break the chain" + right(dataset, e) + ": " + e.getMessage(),
                    e);
        }
    }

    private static String right(PlannedDataset dataset, IOException cause) {
        return String.valueOf(cause.getMessage()).contains("permission denied")
                ? ". `zfs allow USER bookmark,hold,release,destroy " + dataset.source()
                        + "` gives the right (destroy without mount is for bookmarks alone), or say keepBase=none"
                : "";
    }
}
