package org.zfsbackup.plan;

import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** One stream to be sent. */
public record SendStep(Snapshot snapshot, Optional<Base> base, boolean recursive) {
    public SendRequest request() {
        return new SendRequest(snapshot, base, recursive);
    }

    @Override
    public String toString() {
        return snapshot.name()
                + base.map(from -> ", incremental from @" + from.shortName()).orElse(", full");
    }
}
