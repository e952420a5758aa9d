package org.zfsbackup.operation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.stream.Digest;

/**
 * What interrupted runs have stored of a stream, while the stream that is sent now is compared with it. For the thread that
 * reads the stream; {@code checkPipes} may be called by others.
 */
public final class StoredBeginning {
    private final PendingState state;
    private boolean changed;

    StoredBeginning(PendingState state) {
        this.state = state;
    }

    /**
     * Returns the size and hash of the plain bytes of a chunk that an interrupted run has stored, which need not be stored
     * again if the stream has the same bytes. Empty if the chunk is to be stored.
     *
     * @param number from 1; the chunk before was confirmed
     */
    public Optional<Digest> storedEarlier(int number) {
        return state.unconfirmed(number);
    }

    /**
     * Takes over a chunk that an interrupted run has stored, if the stream still has the same bytes.
     *
     * @param number from 1
     * @param plain the bytes that the stream has now
     * @throws ChangedStreamException if it has others. The backup keeps the chunks before it, if the stream is sent again
     */
    public void confirm(int number, Digest plain) throws IOException {
        if (!state.unconfirmed(number).equals(Optional.of(plain))) {
            throw changed(
                    changed ? 1 : number,
                    "it differs from what was stored from chunk " + number
                            + " on (a dataset or pool was renamed, a property or a key was changed)");
        }
        state.confirm(number);
    }

    /**
     * Must be called before the first chunk if the stream cannot be sent again in this run: the last chunk of an interrupted
     * run is then stored again in any case.
     */
    public void storeLastAgain() throws IOException {
        int last = state.beginning().size();
        if (last > 0 && state.unconfirmed(1).isPresent()) {
            state.drop(last);
        }
    }

    /**
     * Called if the stream ended with a confirmed chunk. Only a chunk that goes through the route shows which pipes the
     * route has now, so the last one is stored again.
     *
     * @param number the last chunk, from 1
     * @throws ChangedStreamException always
     */
    public void storeAgain(int number) throws IOException {
        throw changed(number, "it was stored to its end, and its last chunk is stored again");
    }

    private ChangedStreamException changed(int from, String why) throws IOException {
        changed = true;
        state.drop(from);
        return new ChangedStreamException(
                "the interrupted backup of " + state.snapshot() + " cannot be continued as it was: " + why);
    }

    /**
     * Compares the pipes of this run with those of the chunks that were taken over.
     *
     * @throws ChangedStreamException if they differ, or the key does, or that cannot be found out
     */
    void checkPipes(List<PipeSpec> streamPipes, List<AppliedPipe> pipesOfChunk) throws IOException {
        List<PipeSpec> wanted = AppliedPipe.specs(pipesOfChunk);
        Optional<Chunk> earlier = state.lastConfirmed();
        boolean same = earlier.isEmpty()
                || (state.hasPipes(streamPipes, wanted)
                        && new SameKeyCheck(state.target().store()).isSame(pipesOfChunk, earlier.get()));
        state.pipes(streamPipes, wanted);
        if (!same) {
            throw changed(1, "its chunks have other pipes or another key, or that cannot be found out here");
        }
    }
}
