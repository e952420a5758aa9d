package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;

/** What an incremental stream of a dataset could start from. */
final class BaseCandidates {
    private BaseCandidates() {}

    /**
     * One of them.
     *
     * @param index the index of the snapshot, or, for the bookmark of one that was pruned, of the last snapshot before
     *     it; -1 if there is none
     * @param base the snapshot or bookmark
     */
    record Candidate(int index, Base base) {}

    /**
     * Returns them, the newest first. A recursive stream cannot start from a bookmark.
     *
     * @param tree the source
     * @param wanted the snapshots of its root up to the last one that is sent, oldest first
     * @param recursive whether the stream has children
     */
    static List<Candidate> of(SnapshotTree tree, List<Snapshot> wanted, boolean recursive) {
        List<Base> history = recursive
                ? List.of()
                : tree.datasets()
                        .flatMap(datasets -> datasets.find(datasets.root()))
                        .map(DatasetState::history)
                        .orElse(List.of());
        List<Candidate> candidates = new ArrayList<>();
        int index = -1;
        for (Base base : history.isEmpty() ? wanted : history) {
            if (base instanceof Snapshot) {
                index++;
            }
            if (index == wanted.size() - 1 && !(base instanceof Snapshot)) {
                break; // Nothing that is wanted is newer than this bookmark.
            }
            candidates.add(new Candidate(index, base));
            if (index == wanted.size() - 1) {
                break;
            }
        }
        Collections.reverse(candidates);
        return candidates;
    }
}
