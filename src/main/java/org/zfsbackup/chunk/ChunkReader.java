package org.zfsbackup.chunk;

import java.io.IOException;
import java.io.InputStream;
import org.zfsbackup.stream.BlockFilterStream;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.stream.Streams;

/**
 * Reads stored chunks and compares them with their size and SHA-256. A chunk without a known digest (the original
 * program wrote it) is read without a check.
 */
public final class ChunkReader {
    /** Opens chunks. */
    @FunctionalInterface
    public interface Opener {
        /** Opens the stored bytes from their beginning. Called twice for a chunk that is checked in advance. */
        InputStream open(Chunk chunk) throws IOException;
    }

    private final Opener opener;

    /** Creates a reader that gets the bytes from this opener. */
    public ChunkReader(Opener opener) {
        this.opener = opener;
    }

    /**
     * Reads the whole chunk and checks it.
     *
     * @throws DamagedChunkException if its size or SHA-256 differs
     */
    public void check(Chunk chunk) throws IOException {
        if (chunk.stored().isPresent()) {
            try (MeteredStream in = MeteredStream.of(opener.open(chunk))) {
                Streams.drain(in);
                compare(chunk.path(), chunk.stored().get(), in.digest());
            }
        }
    }

    /**
     * Checks the whole chunk, and then opens it as it is stored. It is checked again while it is read, in case it
     * changes in between. The caller closes it.
     *
     * @throws DamagedChunkException if its size or SHA-256 differs
     */
    public InputStream open(Chunk chunk) throws IOException {
        if (chunk.stored().isEmpty()) {
            return opener.open(chunk);
        }
        check(chunk);
        return comparing(opener.open(chunk), chunk.path(), chunk.stored().get());
    }

    /**
     * Opens the chunk as it is stored, and checks it only while it is read: its end throws a {@link
     * DamagedChunkException} if its size or SHA-256 differs. The caller closes it.
     */
    public InputStream openOnce(Chunk chunk) throws IOException {
        InputStream in = opener.open(chunk);
        return chunk.stored().isEmpty()
                ? in
                : comparing(in, chunk.path(), chunk.stored().get());
    }

    /**
     * Returns a stream that fails at its end if it differs from the expected digest, and at once if it is longer.
     *
     * @param path the chunk's path, for the message
     */
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
