package org.zfsbackup.plan.replication;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/** Finds names that would be too long for ZFS at the destination, before anything is sent. */
public final class LongNames {
    private LongNames() {}

    /**
     * Returns why a dataset cannot be replicated, as a sentence, or nothing if its name at the destination is short enough.
     *
     * @param dataset the source of the replication, or a dataset below it
     * @param source the source of the replication
     * @param destination where that goes
     */
    public static Optional<String> refusal(DatasetName dataset, DatasetName source, DatasetName destination) {
        return refusal(dataset.value(), replica(dataset, source, destination));
    }

    /** Returns the name at the destination, which may be too long to be one. */
    public static String replica(DatasetName dataset, DatasetName source, DatasetName destination) {
        return destination.value() + dataset.value().substring(source.value().length());
    }

    /** Returns why these streams cannot be received, as a sentence, or nothing if all names in them are short enough. */
    static Optional<String> refusal(ReplicationState sides, List<SendRequest> requests) {
        return requests.stream()
                .flatMap(request -> sent(sides, request).stream())
                .flatMap(name -> (requests.get(0).recursive()
                                ? sides.recursive().datasets().values().stream()
                                : List.of(sides.here()).stream())
                        .flatMap(dataset -> refusal(sides, dataset, name).stream()))
                .findFirst();
    }

    private static Optional<String> refusal(ReplicationState sides, DatasetState dataset, String snapshot) {
        String replica = replica(dataset.name(), sides.here().name(), sides.destination());
        return refusal(dataset.name() + "@" + snapshot, replica + "@" + snapshot);
    }

    private static List<String> sent(ReplicationState sides, SendRequest request) {
        List<Base> history = sides.here().history();
        int from = request.intermediates()
                ? history.indexOf(request.base().orElse(request.snapshot())) + 1
                : history.indexOf(request.snapshot());
        return history.subList(Math.max(0, from), history.indexOf(request.snapshot()) + 1).stream()
                .filter(Snapshot.class::isInstance)
                .map(Base::shortName)
                .toList();
    }

    private static Optional<String> refusal(String here, String there) {
        return there.length() <= DatasetName.LONGEST
                ? Optional.empty()
                : Optional.of(here + " would be called " + there + " at the destination, which is longer than the "
                        + DatasetName.LONGEST + " characters that ZFS allows. Nothing of it was sent: choose a"
                        + " destination with a shorter name");
    }
}
