package org.zfsbackup.operation.scratch;

import java.util.List;

/**
 * What a restore of single files has brought back.
 *
 * @param snapshot {@code dataset@snapshot} from which they come
 * @param files how many files, links and directories were created
 * @param leftOut those that match and were not created, each with the reason; no more than a few are named
 * @param leftOutCount how many those are in all
 * @param ownersKept whether every file has the owner that it had
 */
public record RestoredFiles(String snapshot, long files, List<String> leftOut, long leftOutCount, boolean ownersKept) {
    public RestoredFiles {
        leftOut = List.copyOf(leftOut);
    }

    /** Returns whether everything that matches was brought back. */
    public boolean isWhole() {
        return leftOutCount == 0;
    }
}
