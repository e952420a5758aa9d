package org.zfsbackup.zfs;

/** The name of a snapshot: {@code dataset@name}. */
public record SnapshotName(DatasetName dataset, String name) {
    public SnapshotName {
        if (name.startsWith("-")) {
            throw new IllegalNameException("snapshot", name, "it would be taken for an option");
        }
        DatasetName.checkComponent("snapshot", dataset + "@" + name, name);
        if (dataset.value().length() + 1 + name.length() > DatasetName.LONGEST) {
            throw new IllegalNameException(
                    "snapshot", dataset + "@" + name, "it is longer than " + DatasetName.LONGEST + " characters");
        }
    }

    @Override
    public String toString() {
        return dataset + "@" + name;
    }
}
