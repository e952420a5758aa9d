package org.zfsbackup.estate;

import org.zfsbackup.cli.Cli;

/** A machine with ZFS, a pool with the estate, others for copies, a folder for repositories, and the command line. */
interface Site extends AutoCloseable {
    /** The dataset that an estate lives below. */
    String source();

    /** The dataset that restored copies go below. No replica shares its pool: a receive looks for origins in the whole pool. */
    String copies();

    /** The dataset that the replica of this name goes below, in a pool of its own if there are enough. */
    String replicas(String name);

    /** The folder for repositories, which exists. */
    String folder();

    /** Whether this is OpenZFS: with encryption, bookmarks and devices for volumes. */
    boolean isOpenZfs();

    /**
     * Runs lines of bash; the first that fails ends them.
     *
     * @return what they printed
     * @throws IllegalStateException if one failed, with what it printed
     */
    String sh(String script);

    /** Starts a full {@code zfs send} of a snapshot, raw if it is encrypted; what it says to stderr is thrown away. */
    Process send(String snapshot);

    /** Runs {@code zfsbackup}. */
    Cli zfsbackup(String... arguments);

    @Override
    void close();
}
