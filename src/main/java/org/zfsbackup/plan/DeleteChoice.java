package org.zfsbackup.plan;

import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.Source;

/**
 * Which backups a user wants to delete: those with these IDs, those of these chains, or, if neither is given, those of
 * the source.
 *
 * @param source a dataset, for all its backups, or one of its snapshots
 * @param ids the IDs of single backups
 * @param chains the IDs of the full backups with which these chains begin
 * @param withDependents whether to delete the backups that build on a deleted one, too
 */
public record DeleteChoice(Optional<Source> source, List<String> ids, List<String> chains, boolean withDependents) {
    public DeleteChoice {
        ids = List.copyOf(ids);
        chains = List.copyOf(chains);
    }

    /** Returns the choice of the backups of a dataset or snapshot. */
    public static DeleteChoice of(Source source, boolean withDependents) {
        return new DeleteChoice(Optional.of(source), List.of(), List.of(), withDependents);
    }

    /** Returns whether single backups or chains are given. */
    public boolean namesBackups() {
        return !ids.isEmpty() || !chains.isEmpty();
    }
}
