package org.zfsbackup.zfs;

/** Tells datasets from stores among the targets that a user names. */
public final class DatasetUri {
    /** What the URI of a dataset begins with, as in {@code zfs:backup/home}. */
    public static final String SCHEME = "zfs:";

    private DatasetUri() {}

    /** Whether the target is a dataset; everything else is a store. */
    public static boolean isDataset(String target) {
        return target.startsWith(SCHEME);
    }
}
