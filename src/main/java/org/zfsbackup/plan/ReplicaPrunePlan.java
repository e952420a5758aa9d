package org.zfsbackup.plan;

import java.util.List;
import org.zfsbackup.zfs.Snapshot;

/**
 * What a prune of replicas would destroy, and why it keeps the rest. A plan is a value and changes nothing.
 *
 * @param decisions one for each snapshot, dataset by dataset, the newest first
 */
public record ReplicaPrunePlan(List<Decision> decisions) {
    public ReplicaPrunePlan {
        decisions = List.copyOf(decisions);
    }

    /**
     * What happens to a snapshot.
     *
     * @param snapshot at the destination
     * @param reasons why it is kept; empty if it is destroyed
     */
    public record Decision(Snapshot snapshot, List<String> reasons) {
        public Decision {
            reasons = List.copyOf(reasons);
        }

        /** Returns whether the snapshot stays. */
        public boolean isKept() {
            return !reasons.isEmpty();
        }
    }

    /** Returns the snapshots to destroy. */
    public List<Snapshot> destroyed() {
        return decisions.stream()
                .filter(decision -> !decision.isKept())
                .map(Decision::snapshot)
                .toList();
    }
}
