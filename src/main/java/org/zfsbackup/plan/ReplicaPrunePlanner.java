package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Collection;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;

/**
 * Decides by rules which snapshots of a replica are destroyed. The newest one, the newest one that the source knows too, held
 * ones and the origins of clones always stay. Pure.
 */
public final class ReplicaPrunePlanner {
    private final KeepRules rules;

    /**
     * @param rules what to keep
     * @throws IllegalArgumentException if there is no rule
     */
    public ReplicaPrunePlanner(KeepRules rules) {
        if (rules.isEmpty()) {
            throw new IllegalArgumentException("name what to keep: without a rule, all snapshots would be destroyed");
        }
        this.rules = rules;
    }

    /**
     * Decides about the snapshots of one dataset.
     *
     * @param replica the dataset at the destination
     * @param source the dataset at the source; empty if it does not exist
     * @param others the datasets of the destination, of which some may be clones of this one
     * @return a decision for each snapshot, the newest first
     */
    public List<ReplicaPrunePlan.Decision> decide(
            DatasetState replica, Optional<DatasetState> source, Collection<DatasetState> others) {
        List<Snapshot> newestFirst = new ArrayList<>(replica.snapshots());
        Collections.reverse(newestFirst);
        List<List<String>> reasons = new Retention(rules)
                .reasons(newestFirst.stream().map(Snapshot::created).toList());
        Optional<Snapshot> base = newestFirst.stream()
                .filter(snapshot ->
                        source.flatMap(state -> state.base(snapshot.guid())).isPresent())
                .findFirst();
        List<ReplicaPrunePlan.Decision> decisions = new ArrayList<>();
        for (int i = 0; i < newestFirst.size(); i++) {
            Snapshot snapshot = newestFirst.get(i);
            List<String> all = new ArrayList<>(reasons.get(i));
            if (i == 0 || base.filter(snapshot::equals).isPresent()) {
                all.add("the next replication builds on it");
            }
            if (replica.held().contains(snapshot.shortName())) {
                all.add("held");
            }
            others.stream()
                    .filter(other ->
                            other.origin().filter(snapshot.name()::equals).isPresent())
                    .forEach(clone -> all.add("origin of " + clone.name()));
            decisions.add(new ReplicaPrunePlan.Decision(snapshot, all));
        }
        return decisions;
    }
}
