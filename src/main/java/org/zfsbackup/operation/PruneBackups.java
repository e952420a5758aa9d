package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.plan.KeepRules;
import org.zfsbackup.plan.PruneChoice;
import org.zfsbackup.plan.PrunePlan;
import org.zfsbackup.plan.PrunePlanner;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Pins;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.zfs.DatasetName;

/** Deletes the backups that no rule keeps, in one deletion, as {@link DeleteBackups} does. */
public final class PruneBackups {
    private final Repository target;
    private final DeleteBackups deletion;

    /** Fails at once if another run has the lock. */
    public PruneBackups(Repository target) {
        this(target, Duration.ZERO);
    }

    /**
     * @param target the repository
     * @param lockTimeout how long to wait for another run on the same repository
     */
    public PruneBackups(Repository target, Duration lockTimeout) {
        this.target = target;
        this.deletion = new DeleteBackups(target, lockTimeout);
    }

    /**
     * Plans without changing anything.
     *
     * @param dataset the dataset whose backups are pruned; empty for all
     * @throws IOException if the map or the pins cannot be read
     */
    public PrunePlan plan(Optional<DatasetName> dataset, KeepRules rules) throws IOException {
        return plan(dataset, rules, new BackupIndex(target).load());
    }

    private PrunePlan plan(Optional<DatasetName> dataset, KeepRules rules, BackupMap map) throws IOException {
        Set<String> pinned = new Pins(target).ids();
        return PrunePlanner.plan(new PruneChoice(dataset, rules, pinned), map, target::isDeletable);
    }

    /**
     * Plans under the lock, and carries the plan out. A plan that refuses is returned unchanged.
     *
     * @throws IOException also if an object could not be deleted; the backup is then no longer listed
     */
    public PrunePlan prune(Optional<DatasetName> dataset, KeepRules rules) throws IOException {
        List<PrunePlan> plans = new ArrayList<>();
        deletion.delete(map -> {
            plans.add(plan(dataset, rules, map));
            return plans.get(plans.size() - 1).deletion();
        });
        return plans.get(plans.size() - 1);
    }
}
