package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * Removes what was received of a faulty stream: datasets that did not exist before and contain nothing but its
 * snapshots, and its snapshots on top of existing ones. Everything else is kept and reported.
 */
final class ReceiveRollback {
    private static final Logger LOG = LoggerFactory.getLogger(ReceiveRollback.class);

    private final Zfs zfs;
    private final Map<DatasetName, DatasetState> before;
    private final Map<DatasetName, StreamedDataset> received;

    /** @param received the datasets in the stream, by their names at the destination */
    ReceiveRollback(Zfs zfs, Map<DatasetName, DatasetState> before, Map<DatasetName, StreamedDataset> received) {
        this.zfs = zfs;
        this.before = before;
        this.received = received;
    }

    /** Returns a sentence about what was removed and what remains. */
    String run() {
        List<DatasetName> left = new ArrayList<>(received.keySet());
        Collections.reverse(left); // children first
        List<String> removed = new ArrayList<>();
        List<String> staying = new ArrayList<>();
        int before;
        do {
            // An origin can be removed only after its clones.
            before = left.size();
            staying.clear();
            left.removeIf(name -> isUndone(name, removed, staying));
        } while (left.size() < before && !left.isEmpty());
        String gone =
                removed.isEmpty() ? "Nothing of it remains" : "What was received of it was removed: " + list(removed);
        return staying.isEmpty()
                ? gone
                : gone + ". The following could not be removed and must not be trusted: " + list(staying);
    }

    private static String list(List<String> names) {
        return String.join(", ", names);
    }

    private boolean isUndone(DatasetName name, List<String> removed, List<String> staying) {
        try {
            Optional<DatasetState> now = zfs.state(name);
            List<Snapshot> own = now.map(state -> own(name, state)).orElse(List.of());
            if (own.isEmpty()) {
                return true;
            }
            undo(now.orElseThrow(), own);
            removed.add(before.containsKey(name) ? own.get(0).fullName() : name.value());
            return true;
        } catch (IOException e) {
            LOG.debug("{} remains", name, e);
            staying.add(name + " (" + e.getMessage() + ")");
            return false;
        }
    }

    /** The snapshots that the stream has created there. */
    private List<Snapshot> own(DatasetName name, DatasetState now) {
        Set<Guid> streamed =
                new HashSet<>(received.getOrDefault(name, new StreamedDataset("", Guid.NONE, false, List.of()))
                        .snapshots());
        DatasetState earlier = before.get(name);
        return now.snapshots().stream()
                .filter(snapshot -> streamed.contains(snapshot.guid()))
                .filter(snapshot ->
                        earlier == null || earlier.snapshot(snapshot.guid()).isEmpty())
                .toList();
    }

    private void undo(DatasetState now, List<Snapshot> own) throws IOException {
        DatasetState earlier = before.get(now.name());
        int others = now.snapshots().size() - own.size();
        if (earlier == null && others == 0) {
            zfs.receiver().remove(now.name(), own);
            return;
        }
        List<Snapshot> kept = earlier == null ? List.of() : earlier.snapshots();
        boolean onTop = !kept.isEmpty()
                && others == kept.size()
                && now.snapshots().subList(0, kept.size()).equals(kept);
        if (!onTop) {
            throw new IOException("it has other changes as well");
        }
        zfs.receiver().rollBack(kept.get(kept.size() - 1));
    }
}
