package org.zfsbackup.chunk;

import java.io.IOException;
import java.io.InputStream;
import org.zfsbackup.stream.BlockFilterStream;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.stream.Streams;

/**
 * Reads stored chunks and checks each whole, size and SHA-256, before its first byte is given on; and again while it is
 * given on, should it change in between. A chunk whose digest is not known (the original's) is given as it is.
 */
public final class ChunkReader {
    /** Opens a chunk from its beginning; called twice for a chunk that is checked. */
    @FunctionalInterface
    public interface Opener {
        InputStream open(Chunk chunk) throws IOException;
    }

    private final Opener opener;

    public ChunkReader(Opener opener) {
        this.opener = opener;
    }

    /** Reads the chunk through and throws a {@link DamagedChunkException} where it is not what was stored. */
    public void check(Chunk chunk) throws IOException {
        if (chunk.stored().isPresent()) {
            try (MeteredStream in = MeteredStream.of(opener.open(chunk))) {
                Streams.drain(in);
                compare(chunk.path(), chunk.stored().get(), in.digest());
            }
        }
    }

    /** The chunk as it is stored, checked; the caller closes it. */
    public InputStream open(Chunk chunk) throws IOException {
        if (chunk.stored().isEmpty()) {
            return opener.open(chunk);
        }
        check(chunk);
        return comparing(opener.open(chunk), chunk.path(), chunk.stored().get());
    }

    /** The chunk as it is stored, checked while it is given on: its end is an error where it is not what was stored. */
    public InputStream openOnce(Chunk chunk) throws IOException {
        InputStream in = opener.open(chunk);
        return chunk.stored().isEmpty()
                ? in
                : comparing(in, chunk.path(), chunk.stored().get());
    }

    /** A stream that fails at its end if it is not the expected one, and at once if it is longer. */
    public static InputStream comparing(InputStream in, String path, Digest expected) {
        MeteredStream metered = MeteredStream.of(in);
        return new BlockFilterStream(metered) {
            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                int count = in.read(target, offset, length);
                if (count < 0) {
                    compare(path, expected, metered.digest());
                } else if (metered.size() > expected.size()) {
                    throw DamagedChunkException.size(path, expected.size(), metered.size());
                }
                return count;
            }
        };
    }

    private static void compare(String path, Digest expected, Digest found) throws DamagedChunkException {
        if (expected.size() != found.size()) {
            throw DamagedChunkException.size(path, expected.size(), found.size());
        }
        if (!expected.sha256().equals(found.sha256())) {
            throw DamagedChunkException.digest(path);
        }
    }
}
