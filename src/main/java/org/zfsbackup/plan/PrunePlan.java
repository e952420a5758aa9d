package org.zfsbackup.plan;

import java.util.List;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetName;

/**
 * What pruning would do. A plan is a value and changes nothing.
 *
 * @param decisions about each backup of the datasets that are pruned, in the order of the map
 * @param deletion of those that are not kept; a refusal if it cannot be done
 */
public record PrunePlan(List<Decision> decisions, DeletePlan deletion) {
    /**
     * What happens to one backup.
     *
     * @param dataset the dataset that was backed up
     * @param entry the backup
     * @param reasons why it is kept, for people; it is deleted if there are none
     */
    public record Decision(DatasetName dataset, BackupEntry entry, List<String> reasons) {
        public Decision {
            reasons = List.copyOf(reasons);
        }

        /** Returns whether the backup is kept. */
        public boolean isKept() {
            return !reasons.isEmpty();
        }
    }

    public PrunePlan {
        decisions = List.copyOf(decisions);
    }

    /** Returns how many backups are kept. */
    public long kept() {
        return decisions.stream().filter(Decision::isKept).count();
    }
}
