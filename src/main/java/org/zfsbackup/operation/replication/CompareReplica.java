package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.plan.replication.LongNames;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Zfs;

/**
 * Compares source and destination by the GUIDs of their snapshots. A received snapshot with the same GUID has the same
 * content, because ZFS checks the whole stream. Whether the disks can still read it is a matter of {@code zpool scrub}.
 */
public final class CompareReplica {
    private final Zfs from;
    private final Zfs to;
    private final DatasetName source;
    private final DatasetName destination;

    /**
     * @param from the host of the source
     * @param to the host of the destination
     * @param source the dataset at the source
     * @param destination the dataset at the destination
     */
    public CompareReplica(Zfs from, Zfs to, DatasetName source, DatasetName destination) {
        this.from = from;
        this.to = to;
        this.source = source;
        this.destination = destination;
    }

    /**
     * Compares both sides without changing anything.
     *
     * @param recursion whether to include all selected datasets below the source; if each has streams of its own, those
     *     that a replication leaves out are left out
     * @param selection the datasets to include
     * @param all whether every snapshot of the source between the first and the last common one must exist
     * @throws IOException if the source does not exist, or zfs fails
     */
    public ReplicaReport compare(Recursion recursion, DatasetSelection selection, boolean all) throws IOException {
        boolean recursive = recursion != Recursion.FALSE;
        Map<DatasetName, DatasetState> here = states(from, source, recursive);
        if (here.isEmpty()) {
            throw new NoSuchDatasetException(source, from.host());
        }
        Map<DatasetName, DatasetState> there = states(to, destination, recursive);
        List<ReplicaReport.Dataset> datasets = new ArrayList<>();
        here.values().stream()
                .filter(dataset -> selection.takes(dataset.name()))
                .filter(dataset -> recursion != Recursion.EACH || isReplicated(dataset))
                .forEach(dataset -> datasets.add(compare(dataset, there, all)));
        return new ReplicaReport(datasets);
    }

    /**
     * The snapshots at the destination; the source need not exist any more.
     *
     * @param recursive whether to include the datasets below the destination
     * @throws IOException if zfs fails
     */
    public List<DatasetState> list(boolean recursive) throws IOException {
        return List.copyOf(states(to, destination, recursive).values());
    }

    /** The dataset, and with {@code recursive} those below it; empty if it does not exist. */
    static Map<DatasetName, DatasetState> states(Zfs zfs, DatasetName root, boolean recursive) throws IOException {
        if (recursive) {
            return zfs.tree(root).map(DatasetTree::datasets).orElse(new TreeMap<>());
        }
        Map<DatasetName, DatasetState> alone = new TreeMap<>();
        zfs.state(root).ifPresent(state -> alone.put(root, state));
        return alone;
    }

    private ReplicaReport.Dataset compare(DatasetState here, Map<DatasetName, DatasetState> others, boolean all) {
        Optional<String> tooLong = LongNames.refusal(here.name(), source, destination);
        if (tooLong.isPresent()) {
            List<String> problem = List.of(tooLong.get());
            return new ReplicaReport.Dataset(
                    here.name(),
                    destination,
                    List.of(),
                    0,
                    Optional.empty(),
                    here.snapshots().size(),
                    problem);
        }
        DatasetName name = here.name().moved(source, destination);
        DatasetState other = others.get(name);
        List<Snapshot> there = other == null ? List.of() : other.snapshots();
        List<Snapshot> own = here.snapshots();
        List<Snapshot> common =
                own.stream().filter(snapshot -> contains(there, snapshot)).toList();
        List<String> problems = new ArrayList<>();
        if (other == null) {
            problems.add(name + " does not exist");
        } else if (common.isEmpty()) {
            problems.add("there is no common snapshot");
        }
        problems.addAll(remade(own, there));
        if (!common.isEmpty()) {
            problems.addAll(ownEnd(here, there));
            problems.addAll(all ? between(own, common) : List.of());
        }
        Optional<Snapshot> newest = common.isEmpty() ? Optional.empty() : Optional.of(common.get(common.size() - 1));
        int behind = own.size() - newest.map(own::indexOf).orElse(-1) - 1;
        return new ReplicaReport.Dataset(here.name(), name, there, common.size(), newest, behind, problems);
    }

    private static boolean isReplicated(DatasetState here) {
        return !here.leftOut() && !here.snapshots().isEmpty();
    }

    private static boolean contains(List<Snapshot> snapshots, Snapshot wanted) {
        return snapshots.stream().anyMatch(snapshot -> snapshot.guid().equals(wanted.guid()));
    }

    private static List<String> remade(List<Snapshot> here, List<Snapshot> there) {
        return there.stream()
                .filter(snapshot -> here.stream()
                        .anyMatch(own -> own.shortName().equals(snapshot.shortName())
                                && !own.guid().equals(snapshot.guid())))
                .map(snapshot ->
                        "@" + snapshot.shortName() + " is a different snapshot at the source and at the destination")
                .toList();
    }

    /** A snapshot after the last common one at the destination prevents newer ones from being received. */
    private static List<String> ownEnd(DatasetState here, List<Snapshot> there) {
        Snapshot last = there.get(there.size() - 1);
        return here.base(last.guid()).isPresent()
                ? List.of()
                : List.of("@" + last.shortName() + " exists only at the destination, so nothing newer can be received");
    }

    private static List<String> between(List<Snapshot> here, List<Snapshot> common) {
        int first = here.indexOf(common.get(0));
        int last = here.indexOf(common.get(common.size() - 1));
        return here.subList(first, last + 1).stream()
                .filter(snapshot -> !contains(common, snapshot))
                .map(snapshot -> "@" + snapshot.shortName() + " is missing between two common snapshots")
                .toList();
    }
}
