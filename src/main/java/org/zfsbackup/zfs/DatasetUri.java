package org.zfsbackup.zfs;

/** Distinguishes datasets from stores among the targets that a user names. */
public final class DatasetUri {
    /** The beginning of the URI of a dataset, as in {@code zfs:backup/home}. */
    public static final String SCHEME = "zfs:";

    private DatasetUri() {}

    /** Returns whether the target is a dataset. Everything else is a store. */
    public static boolean isDataset(String target) {
        return target.startsWith(SCHEME);
    }
}
