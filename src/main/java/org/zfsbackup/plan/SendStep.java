package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/**
 * One stream to send.
 *
 * @param snapshot what is sent
 * @param base what an incremental starts from; empty for a full stream
 * @param recursive whether it holds the datasets below too
 */
public record SendStep(Snapshot snapshot, Optional<Base> base, boolean recursive) {
    /** Returns the stream as a request to zfs. */
    public SendRequest request() {
        return new SendRequest(snapshot, base, recursive);
    }

    @Override
    public String toString() {
        return snapshot.name()
                + base.map(from -> ", incremental from @" + from.shortName()).orElse(", full");
    }
}
