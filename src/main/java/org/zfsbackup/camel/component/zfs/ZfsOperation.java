package org.zfsbackup.camel.component.zfs;

/** The operations of a {@code zfs:} producer. */
public enum ZfsOperation {
    /** Receives the body as the dataset, and creates missing parent datasets. */
    RECEIVE,
    /** Takes the snapshot that the endpoint names. */
    SNAPSHOT,
    /** Replaces the body by the list of the dataset's snapshots. */
    LIST,
    /** Puts a hold with the tag on the snapshot. */
    HOLD,
    /** Releases the hold with the tag from the snapshot. */
    RELEASE,
    /** Destroys the snapshot that the endpoint names; never a dataset. */
    DESTROY,
    /** Replaces the body by the full stream of the snapshot that the endpoint names. */
    SEND,
    /** Mounts the dataset if it should be mounted and is not. */
    MOUNT
}
