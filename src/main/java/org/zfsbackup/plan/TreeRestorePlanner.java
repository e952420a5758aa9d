package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Predicate;
import java.util.stream.Collectors;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.Source;

/**
 * Plans the restore of a dataset and those below it, each from backups of its own: parents first, and clones after the
 * datasets from which they are cloned.
 */
public final class TreeRestorePlanner {
    private final BackupMap map;
    private final Source wanted;
    private final Predicate<DatasetName> takes;

    /**
     * @param map the map of the repository
     * @param wanted the root, and the name of the snapshot if one is wanted
     * @param takes which datasets to restore, by their names in the map
     */
    public TreeRestorePlanner(BackupMap map, Source wanted, Predicate<DatasetName> takes) {
        this.map = map;
        this.wanted = wanted;
        this.takes = takes;
    }

    /**
     * Plans the restore. Nothing is planned if one dataset cannot be restored as it was asked for.
     *
     * @param destination the dataset to restore the root to
     * @param there the destination and the datasets below it, as far as they exist
     * @param tokens what the resume tokens of these datasets say
     * @param force whether existing data may be rolled back or replaced
     */
    public RestorePlan plan(
            DatasetName destination, DatasetTree there, Map<DatasetName, ResumeToken> tokens, boolean force) {
        Map<DatasetName, List<RestoreStep>> steps = new LinkedHashMap<>();
        List<String> refused = new ArrayList<>();
        Optional<BackupEntry> already = Optional.empty();
        for (DatasetName dataset : datasets()) {
            RestorePlanner planner =
                    new RestorePlanner(new Source(dataset, wanted.snapshot()), Chains.of(map, dataset));
            DatasetName to = dataset.moved(wanted.dataset(), destination);
            RestorePlan plan = planner.planOnto(to, there.find(to), Optional.ofNullable(tokens.get(to)), force);
            if (plan instanceof RestorePlan.Receive receive) {
                steps.put(dataset, receive.steps());
            } else if (plan instanceof RestorePlan.AlreadyThere found) {
                already = Optional.of(found.wanted());
            } else {
                refused.add(((RestorePlan.Refused) plan).why());
            }
        }
        if (!refused.isEmpty()) {
            return new RestorePlan.Refused(String.join(". ", refused));
        }
        if (steps.isEmpty()) {
            return already.<RestorePlan>map(RestorePlan.AlreadyThere::new)
                    .orElseGet(() -> new RestorePlan.Refused("the target has no backup of " + wanted
                            + " or of a dataset below it: `list` shows those that it has"));
        }
        return ordered(steps);
    }

    /** Those that have a backup of the wanted snapshot, in the order of their names. */
    private List<DatasetName> datasets() {
        return map.datasets().keySet().stream()
                .filter(dataset -> dataset.equals(wanted.dataset()) || dataset.isBelow(wanted.dataset()))
                .filter(takes)
                .filter(dataset -> map.of(dataset).stream().anyMatch(entry -> wanted.snapshot()
                        .map(entry.snapshot().name()::equals)
                        .orElse(true)))
                .sorted(Comparator.naturalOrder())
                .toList();
    }

    private static RestorePlan ordered(Map<DatasetName, List<RestoreStep>> steps) {
        Map<Guid, DatasetName> owners = new HashMap<>();
        steps.forEach((dataset, own) -> own.forEach(
                step -> step.entry().snapshot().guid().ifPresent(guid -> owners.putIfAbsent(guid, dataset))));
        Map<DatasetName, DatasetName> origins = new HashMap<>();
        steps.forEach(
                (dataset, own) -> origin(own.get(0)).map(owners::get).ifPresent(owner -> origins.put(dataset, owner)));
        TreeOrder order = TreeOrder.of(steps.keySet(), origins);
        if (!order.circular().isEmpty()) {
            return new RestorePlan.Refused(circular(order.circular()));
        }
        return new RestorePlan.Receive(order.datasets().stream()
                .flatMap(dataset -> steps.getOrDefault(dataset, List.of()).stream())
                .toList());
    }

    private static String circular(List<DatasetName> datasets) {
        return "there is no order in which these can be restored, because an origin lies below its own clone: "
                + datasets.stream().map(DatasetName::value).collect(Collectors.joining(", "))
                + ". Restore the origin alone under another name (`--dataset` ORIGIN `restore --to` ANOTHER-NAME), then the"
                + " clone, and `zfs rename` the origin to its place";
    }

    private static Optional<Guid> origin(RestoreStep first) {
        return first.entry().details().newClone()
                ? first.entry().parent().flatMap(SnapshotRef::guid)
                : Optional.empty();
    }
}
