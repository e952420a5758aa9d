package org.zfsbackup.zfs;

/**
 * A bookmark. It remembers the transaction group of a snapshot, which is enough for an incremental stream to start from
 * it.
 *
 * @param dataset the dataset of the snapshot
 * @param name the part after {@code #}
 * @param guid the snapshot's GUID
 */
public record Bookmark(DatasetName dataset, String name, Guid guid) implements Base {
    @Override
    public String shortName() {
        return name;
    }

    @Override
    public String fullName() {
        return dataset + "#" + name;
    }
}
