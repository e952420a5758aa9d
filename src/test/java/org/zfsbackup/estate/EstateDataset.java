package org.zfsbackup.estate;

import java.util.List;
import java.util.Optional;

/**
 * A dataset of the estate as it is now.
 *
 * @param origin the snapshot that it is a clone of, or "-"
 * @param snapshots oldest first
 */
record EstateDataset(String name, boolean isVolume, String origin, List<EstateSnapshot> snapshots) {
    boolean isClone() {
        return !origin.equals("-");
    }

    Optional<EstateSnapshot> newest() {
        return snapshots.isEmpty() ? Optional.empty() : Optional.of(snapshots.get(snapshots.size() - 1));
    }

    /** Whether this is the other dataset or one below it. */
    boolean isWithin(String other) {
        return name.equals(other) || name.startsWith(other + "/");
    }
}
