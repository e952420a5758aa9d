package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.ChunkReader;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.stream.Streams;

/**
 * Finds out whether what undoes the chunks of this run also undoes those of an interrupted one. A password, a command or a
 * function is not recorded and may have changed, so such a chunk is read back once.
 */
final class SameKeyCheck {
    private static final Logger LOG = LoggerFactory.getLogger(SameKeyCheck.class);

    private final ObjectStore store;

    SameKeyCheck(ObjectStore store) {
        this.store = store;
    }

    /**
     * Returns whether these pipes have stored the chunk; false also if that cannot be found out here.
     *
     * @param pipes with the same recorded options as those of the chunk
     * @throws IOException if the chunk cannot be read
     */
    boolean isSame(List<AppliedPipe> pipes, Chunk chunk) throws IOException {
        if (pipes.stream().allMatch(AppliedPipe::isFullyRecorded)) {
            return true;
        }
        if (!pipes.stream().allMatch(AppliedPipe::isReversible) || !isAvailable(chunk)) {
            return false;
        }
        try (MeteredStream plain = MeteredStream.of(undone(pipes, store.get(chunk.path())))) {
            Streams.drain(plain);
            return chunk.plain().equals(Optional.of(plain.digest()));
        } catch (IOException e) {
            checkStored(chunk);
            return false;
        }
    }

    private boolean isAvailable(Chunk chunk) throws IOException {
        return store.stat(chunk.path())
                .filter(found -> found.availability() == Availability.AVAILABLE)
                .isPresent();
    }

    private static InputStream undone(List<AppliedPipe> pipes, InputStream stored) throws IOException {
        InputStream plain = stored;
        for (int i = pipes.size() - 1; i >= 0; i--) {
            plain = pipes.get(i).undo(plain);
        }
        return plain;
    }

    /** If the chunk can be read and is as it was stored, the key is another one. */
    private void checkStored(Chunk chunk) throws IOException {
        try {
            new ChunkReader(read -> store.get(read.path())).check(chunk);
        } catch (DamagedChunkException e) {
            LOG.warn("{}", e.getMessage());
        }
    }
}
