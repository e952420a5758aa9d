package org.zfsbackup.zfs;

import java.util.Optional;

/** What a user names to be backed up or restored: a dataset, or one snapshot of it. */
public record Source(DatasetName dataset, Optional<String> snapshot) {
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
