package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;

/**
 * A pipe that was applied to a stream in this process, which therefore may be able to undo it.
 *
 * @param spec what the map remembers of it
 * @param context with the secrets and functions with which it was applied
 */
public record AppliedPipe(PipeSpec spec, PipeContext context) {
    /** Returns what the map remembers of these pipes. */
    public static List<PipeSpec> specs(List<AppliedPipe> pipes) {
        return pipes.stream().map(AppliedPipe::spec).toList();
    }

    /** Returns whether the recorded options say everything on which undoing it depends. */
    public boolean isFullyRecorded() {
        return Pipes.kind(spec.name()).isFullyRecorded(spec);
    }

    /** Returns whether it can be undone with the secrets and functions with which it was applied. */
    public boolean isReversible() {
        return Pipes.kind(spec.name()).lacking(spec, context).isEmpty();
    }

    /**
     * Undoes it with these. Closing the result closes the stream.
     *
     * @throws IOException if it cannot be undone; the stream is closed then
     */
    public InputStream undo(InputStream stored) throws IOException {
        return Pipes.undo(List.of(spec), stored, context);
    }

    /** Says nothing of secrets, nor of where they are. */
    @Override
    public String toString() {
        return spec.toString();
    }
}
