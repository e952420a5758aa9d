package org.zfsbackup.zfs;

import java.util.Optional;

/**
 * What a user asks to back up or restore.
 *
 * @param dataset the dataset
 * @param snapshot one snapshot of it, or empty for all
 */
public record Source(DatasetName dataset, Optional<String> snapshot) {
    /**
     * Parses {@code DATASET} or {@code DATASET@SNAPSHOT}.
     *
     * @throws IllegalNameException if ZFS does not allow the name
     */
    public static Source parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            return new Source(new DatasetName(text), Optional.empty());
        }
        DatasetName dataset = new DatasetName(text.substring(0, at));
        return new Source(
                dataset, Optional.of(dataset.at(text.substring(at + 1)).name()));
    }

    @Override
    public String toString() {
        return dataset + snapshot.map(name -> "@" + name).orElse("");
    }
}
