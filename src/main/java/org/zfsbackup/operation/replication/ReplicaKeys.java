package org.zfsbackup.operation.replication;

import static org.zfsbackup.zfs.LocalProperties.ENCRYPTION_ROOT;
import static org.zfsbackup.zfs.LocalProperties.KEY_SALT;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.plan.replication.LongNames;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Zfs;

/**
 * Notices that the key of a dataset was changed after the newest snapshot of its raw replica. The new key comes with the next
 * stream, so until then the replica opens with the old one, and children of one key may need two.
 */
final class ReplicaKeys {
    private static final Logger LOG = LoggerFactory.getLogger(ReplicaKeys.class);

    private final ReplicationSettings settings;
    private final Zfs from;
    private final Zfs to;

    ReplicaKeys(ReplicationSettings settings, Zfs from, Zfs to) {
        this.settings = settings;
        this.from = from;
        this.to = to;
    }

    /** Warns of the replicas of a complete run that open with an old key. Asks both sides only if something is encrypted. */
    void warn(List<PlannedDataset> datasets) {
        boolean whole = settings.scope().recursion() == Recursion.TRUE;
        List<DatasetState> replicated = datasets.stream()
                .flatMap(dataset -> whole
                        ? dataset.sides().recursive().datasets().values().stream()
                        : List.of(dataset.here()).stream())
                .filter(DatasetState::encrypted)
                .toList();
        if (replicated.isEmpty()) {
            return;
        }
        try {
            warnOfOld(replicated.stream().map(DatasetState::name).toList());
        } catch (IOException e) {
            LOG.warn("A change of the keys of {} cannot be noticed: {}", settings.source(), e.getMessage());
        }
    }

    private void warnOfOld(List<DatasetName> replicated) throws IOException {
        boolean recursive = settings.scope().recursion() != Recursion.FALSE;
        Map<DatasetName, Map<String, String>> here = from.localProperties().keys(settings.source(), recursive);
        Map<DatasetName, Map<String, String>> there = to.localProperties().keys(settings.destination(), recursive);
        List<String> old = replicated.stream()
                .filter(name -> opensWithOldKey(
                        name, here.getOrDefault(name, Map.of()), there.getOrDefault(replica(name), Map.of())))
                .map(name -> replica(name).value())
                .toList();
        if (!old.isEmpty()) {
            LOG.warn(
                    "A key was changed after the newest snapshot of these replicas, so they open with the old key: {}."
                            + " Take a snapshot of each of their sources and replicate again; keep the old key until"
                            + " then",
                    String.join(", ", old));
        }
    }

    /** A dataset that was sent decrypted may be below an encrypted one there, with a key that has nothing to do with this. */
    private boolean opensWithOldKey(DatasetName name, Map<String, String> here, Map<String, String> there) {
        String rootHere = here.getOrDefault(ENCRYPTION_ROOT, "");
        String rootThere = there.getOrDefault(ENCRYPTION_ROOT, "");
        boolean raw = rootThere.equals(replica(name).value())
                || (!rootHere.isEmpty()
                        && rootThere.equals(replica(new DatasetName(rootHere)).value()));
        return raw && !here.getOrDefault(KEY_SALT, "").equals(there.getOrDefault(KEY_SALT, ""));
    }

    private DatasetName replica(DatasetName name) {
        return name.equals(settings.source()) || name.isBelow(settings.source())
                ? new DatasetName(LongNames.replica(name, settings.source(), settings.destination()))
                : name;
    }
}
