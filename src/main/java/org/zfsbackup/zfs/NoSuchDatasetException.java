package org.zfsbackup.zfs;

import java.io.IOException;
import org.zfsbackup.process.Host;

/** A dataset or a snapshot that was named does not exist. */
public final class NoSuchDatasetException extends IOException {
    private static final long serialVersionUID = 1L;

    /** The dataset does not exist on this host. */
    NoSuchDatasetException(DatasetName dataset) {
        super("there is no dataset '" + dataset + "' here: `zfs list` shows those that exist");
    }

    /** The dataset does not exist on that host. */
    public NoSuchDatasetException(DatasetName dataset, Host host) {
        super("there is no dataset '" + dataset + "' on " + host + ": `zfs list` shows those that exist");
    }
}
