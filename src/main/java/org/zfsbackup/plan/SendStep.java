package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** One stream to be sent. */
public record SendStep(Snapshot snapshot, Optional<Snapshot> base, boolean recursive) {
    public SendRequest request() {
        return new SendRequest(snapshot, base, recursive);
    }

    @Override
    public String toString() {
        return snapshot.name()
                + base.map(from -> ", incremental from @" + from.name().name()).orElse(", full");
    }
}
