package org.zfsbackup.operation.replication;

import java.io.IOException;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Zfs;

/** Creates a base at the source for what has arrived at the destination. */
final class BaseKeeper {
    private final Zfs to;
    private final Bases bases;

    BaseKeeper(Zfs to, Bases bases) {
        this.to = to;
        this.bases = bases;
    }

    /**
     * Asks the destination first: a connection may have accepted bytes that the command there did not read, and older
     * bases are released once there is a newer one.
     */
    void keepArrived(PlannedDataset dataset, Base newest) throws IOException {
        boolean there = to.state(dataset.destination()).map(DatasetState::snapshots).stream()
                .flatMap(snapshots -> snapshots.stream())
                .anyMatch(snapshot -> snapshot.guid().equals(newest.guid()));
        if (!there) {
            throw new IOException("zfs receive on " + to.host() + " reported success, but " + dataset.destination()
                    + " does not have " + newest.fullName()
                    + ". Another run may have destroyed it, or the zfs command there is a script that ignores"
                    + " failures. Fix that, and run it again");
        }
        keep(dataset, newest);
    }

    void keep(PlannedDataset dataset, Base newest) throws IOException {
        if (!leave(dataset, newest)) {
            return; // The chain continues from a bookmark that is not ours, so ours are kept.
        }
        try {
            bases.releaseOlder(dataset.here(), dataset.destination(), newest);
        } catch (IOException e) {
            throw new IOException(
                    newest.fullName() + " is replicated and has a new base, but an older base could not be released"
                            + right(dataset, e) + ": " + e.getMessage(),
                    e);
        }
    }

    /**
     * Also called if it is unknown whether the snapshot has arrived; an extra base is harmless, and the next run
     * releases it.
     */
    boolean leave(PlannedDataset dataset, Base newest) throws IOException {
        try {
            return bases.leave(dataset.here(), dataset.destination(), newest);
        } catch (IOException e) {
            throw new IOException(
                    newest.fullName() + " is replicated, but no base of it could be created at the source, so"
                            + " pruning may break the chain" + right(dataset, e) + ": " + e.getMessage(),
                    e);
        }
    }

    private static String right(PlannedDataset dataset, IOException cause) {
        return String.valueOf(cause.getMessage()).contains("permission denied")
                ? ". `zfs allow USER bookmark,hold,release,destroy " + dataset.source()
                        + "` grants the permission (destroy without mount only allows destroying bookmarks); or"
                        + " use keepBase=none"
                : "";
    }
}
