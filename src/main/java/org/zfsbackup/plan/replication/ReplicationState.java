package org.zfsbackup.plan.replication;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/**
 * What is known about both sides before anything is sent.
 *
 * @param here the source
 * @param recursive the source with the datasets below it
 * @param destination the name of the destination, whether it exists or not
 * @param there the destination, if it exists
 * @param token the interrupted receive there, if there is one
 * @param sends what the source's zfs can do
 * @param receives the features of the destination's pool
 * @param rawThere whether the destination holds the source's encrypted blocks as they are; empty if that is not known
 *     or nothing exists
 * @param sameElsewhere another dataset beside the destination that holds the source's snapshots
 * @param origin the snapshot that the source is a clone of, if the destination's pool has it or gets it before this stream
 * @param empty what is known about the destination if it exists and has no snapshots
 * @param promotion what has become of the destination's newest snapshot, if the source lost it by a promotion
 */
@RecordBuilder
public record ReplicationState(
        DatasetState here,
        DatasetTree recursive,
        DatasetName destination,
        Optional<DatasetState> there,
        Optional<ResumeToken> token,
        SendFeatures sends,
        Set<String> receives,
        Optional<Boolean> rawThere,
        Optional<DatasetName> sameElsewhere,
        Optional<Snapshot> origin,
        Optional<EmptyDestination> empty,
        Optional<Promotion> promotion)
        implements ReplicationStateBuilder.With {
    /** Returns whether the destination is a container of ours, over which the dataset itself can be received. */
    public boolean isContainer() {
        return empty.map(EmptyDestination::container).orElse(false) && !here.volume();
    }

    /** Returns the state after a stream has arrived. */
    public ReplicationState arrived(SendRequest stream) {
        List<Base> snapshots = new ArrayList<>(there.map(DatasetState::history).orElse(List.of()));
        Snapshot sent = stream.snapshot();
        snapshots.add(new Snapshot(destination.at(sent.shortName()), sent.guid(), sent.created(), sent.createtxg()));
        DatasetState now = new DatasetState(
                destination,
                there.map(DatasetState::guid).orElse(Guid.NONE),
                here.volume(),
                there.map(DatasetState::encrypted).orElse(false),
                snapshots,
                List.of(),
                Set.of(),
                Optional.empty());
        return withThere(Optional.of(now)).withToken(Optional.empty()).withEmpty(Optional.empty());
    }
}
