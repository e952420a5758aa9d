package org.zfsbackup.zfs;

/**
 * The name of a snapshot: {@code dataset@name}.
 *
 * @param dataset the part before {@code @}
 * @param name the part after {@code @}
 */
public record SnapshotName(DatasetName dataset, String name) {
    /**
     * Checks the name.
     *
     * @throws IllegalNameException if ZFS does not allow it
     */
    public SnapshotName {
        if (name.startsWith("-")) {
            throw new IllegalNameException("snapshot", name, "a name that begins with - would be taken for an option");
        }
        DatasetName.checkComponent("snapshot", dataset + "@" + name, name);
        if (dataset.value().length() + 1 + name.length() > DatasetName.LONGEST) {
            throw new IllegalNameException(
                    "snapshot", dataset + "@" + name, "it is longer than " + DatasetName.LONGEST + " characters");
        }
    }

    /**
     * Parses {@code dataset@name}.
     *
     * @throws IllegalNameException if it has no {@code @}, or ZFS does not allow it
     */
    static SnapshotName parse(String text) {
        int at = text.indexOf('@');
        if (at < 0) {
            throw new IllegalNameException("snapshot", text, "it has no @");
        }
        return new SnapshotName(new DatasetName(text.substring(0, at)), text.substring(at + 1));
    }

    @Override
    public String toString() {
        return dataset + "@" + name;
    }
}
