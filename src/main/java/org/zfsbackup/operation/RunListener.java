package org.zfsbackup.operation;

import java.util.Optional;
import java.util.OptionalLong;

/**
 * Told what a run does, stream by stream. Called by the threads that do it: what it does there delays them, and what it
 * throws ends the run.
 */
public interface RunListener {
    /** A listener that does nothing. */
    RunListener SILENT = new RunListener() {};

    /**
     * One stream of a run.
     *
     * @param snapshot {@code dataset@snapshot}
     * @param base the snapshot's name that an incremental stream builds on
     * @param bytes how many plain bytes it will have, where that is known or can be estimated
     */
    record Stream(String snapshot, Optional<String> base, OptionalLong bytes) {}

    default void started(Stream stream) {}

    /** Some more plain bytes of the stream have moved. */
    default void progress(Stream stream, long bytes) {}

    /** The stream is committed, received or written, whole. */
    default void completed(Stream stream, long bytes) {}

    default void failed(Stream stream, Throwable cause) {}

    /** Of several targets this one failed, and is served no further in this run; the others are. */
    default void targetFailed(String target, Throwable cause) {}

    /** The run waits for something outside: a copy from an archive, say. Told again whenever that has changed. */
    default void waiting(String forWhat) {}

    /** How it went with one dataset of a replication; told once for each, by the thread that did it. */
    default void replicated(ReplicatedDataset dataset) {}

    /** There was nothing to do: the snapshot is there already. */
    default void upToDate(String snapshot) {}
}
