package org.zfsbackup.zfs;

/**
 * A bookmark: it remembers when a snapshot was made, which is enough for an incremental stream to start from it.
 *
 * @param guid that of the snapshot
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
