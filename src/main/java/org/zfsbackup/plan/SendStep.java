package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/**
 * One stream to send.
 *
 * @param snapshot what is sent
 * @param base what an incremental starts from; empty for a full stream
 * @param recursive whether it holds the datasets below too
 * @param format the form in which it is sent
 */
public record SendStep(Snapshot snapshot, Optional<Base> base, boolean recursive, SendOptions format) {
    /** A stream in the plain form. */
    public SendStep(Snapshot snapshot, Optional<Base> base, boolean recursive) {
        this(snapshot, base, recursive, SendOptions.PLAIN);
    }

    /** Returns the dataset that is sent. */
    public DatasetName dataset() {
        return snapshot.name().dataset();
    }

    /** Returns whether the stream creates the dataset as a clone of its base. */
    public boolean isNewClone() {
        return base.filter(from -> from instanceof Snapshot origin
                        && !origin.name().dataset().equals(dataset()))
                .isPresent();
    }

    /** Returns the stream as a request to zfs. */
    public SendRequest request() {
        return new SendRequest(snapshot, base, recursive, false, format, Optional.empty());
    }

    @Override
    public String toString() {
        return snapshot.name()
                + base.map(from -> ", incremental from " + (isNewClone() ? from.fullName() : "@" + from.shortName()))
                        .orElse(", full");
    }
}
