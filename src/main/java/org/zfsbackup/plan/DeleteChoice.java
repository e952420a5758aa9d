package org.zfsbackup.plan;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.Source;

/**
 * Which backups a user wants deleted: those with these IDs, those of these chains, or, if neither is named, those of the
 * source.
 *
 * @param source a dataset, for all its backups, or one of its snapshots
 * @param ids of single backups
 * @param chains the IDs of the full backups that these chains begin with
 * @param withDependents whether backups that build on a deleted one go too
 */
public record DeleteChoice(Optional<Source> source, List<String> ids, List<String> chains, boolean withDependents) {
    public DeleteChoice {
        ids = List.copyOf(ids);
        chains = List.copyOf(chains);
    }

    public static DeleteChoice of(Source source, boolean withDependents) {
        return new DeleteChoice(Optional.of(source), List.of(), List.of(), withDependents);
    }

    /** Whether single backups or chains are named. */
    public boolean namesBackups() {
        return !ids.isEmpty() || !chains.isEmpty();
    }
}
