package org.zfsbackup.operation;

import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.zfs.DatasetName;

/**
 * Gets the progress of a run, stream by stream. The working threads call it, so a slow listener delays them, and an
 * exception ends the run. All methods do nothing by default.
 */
public interface RunListener {
    /** A listener that does nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * One stream of a run.
     *
     * @param snapshot {@code dataset@snapshot}
     * @param base the name of the snapshot that an incremental stream builds on
     * @param bytes the size of the plain stream, if it is known or can be estimated
     */
    record Stream(String snapshot, Optional<String> base, OptionalLong bytes) {}

    /** The stream starts. */
    default void started(Stream stream) {}

    /**
     * More plain bytes of the stream have moved.
     *
     * @param bytes since the last call; negative, as many as have moved, if the stream is read again from its beginning
     */
    default void progress(Stream stream, long bytes) {}

    /**
     * The whole stream is committed, received or written.
     *
     * @param bytes its size
     */
    default void completed(Stream stream, long bytes) {}

    /** The stream has failed. */
    default void failed(Stream stream, Throwable cause) {}

    /** One of several targets has failed, and is left out of the rest of this run. */
    default void targetFailed(String target, Throwable cause) {}

    /** The run waits for something outside, for example a copy from an archive. Called again after each change. */
    default void waiting(String forWhat) {}

    /** A dataset of a replication is done; called once for each, by the thread that has replicated it. */
    default void replicated(ReplicatedDataset dataset) {}

    /**
     * The run leaves out the datasets below the one that was asked for, because it is not recursive. Called at most once,
     * before the first stream.
     *
     * @param children how many datasets are directly below it; at least 1
     */
    default void childrenLeftOut(DatasetName dataset, int children) {}

    /** There was nothing to do, because the snapshot exists at the destination already. */
    default void upToDate(String snapshot) {}
}
