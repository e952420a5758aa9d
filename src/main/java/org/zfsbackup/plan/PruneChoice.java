package org.zfsbackup.plan;

import java.util.Optional;
import java.util.Set;
import org.zfsbackup.zfs.DatasetName;

/**
 * What a user wants to prune.
 *
 * @param dataset the dataset whose backups are pruned; empty for those of all datasets, each by itself
 * @param rules which of them are kept
 * @param pinned the IDs of backups that are kept in any case
 */
public record PruneChoice(Optional<DatasetName> dataset, KeepRules rules, Set<String> pinned) {
    public PruneChoice {
        pinned = Set.copyOf(pinned);
    }
}
