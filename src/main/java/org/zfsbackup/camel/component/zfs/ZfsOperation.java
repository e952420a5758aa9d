package org.zfsbackup.camel.component.zfs;

/** What a {@code zfs:} producer does. */
public enum ZfsOperation {
    /** Receives the body as the dataset; the datasets above it are made where they are missing. */
    RECEIVE,
    /** Takes the snapshot that the endpoint names. */
    SNAPSHOT,
    /** Replaces the body by the list of the dataset's snapshots. */
    LIST,
    /** Puts a hold with the tag on the snapshot. */
    HOLD,
    /** Takes the hold with the tag off the snapshot. */
    RELEASE,
    /** Destroys the snapshot that the endpoint names; never a dataset. */
    DESTROY,
    /** Replaces the body by the full stream of the snapshot that the endpoint names. */
    SEND,
    /** Mounts the dataset where it is to be mounted and is not. */
    MOUNT
}
