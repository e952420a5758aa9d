package org.zfsbackup.camel.component.chunk;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockFilterStream;
import org.zfsbackup.stream.ByteSize;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;

/**
 * Counts and hashes a chunk as it is cut and as it is stored; only once if these are the same bytes. The stall watch
 * reads {@link #idleNanos} from another thread.
 */
final class ChunkMeter {
    private final String name;
    private final LongConsumer progress;
    private final long limit;
    private final MeteredStream plain;
    private volatile @Nullable MeteredStream stored;
    private volatile long restingSince = System.nanoTime();
    private final Permission permission;
    private volatile boolean reading;
    private volatile @Nullable IOException failure;

    /** Checked when the endpoint opens the chunk, before it gets a byte. */
    @FunctionalInterface
    interface Permission {
        void check() throws IOException;
    }

    /** @param progress gets the number of stored bytes after each read, in the reading thread */
    ChunkMeter(String name, long limit, MeteredStream plain, LongConsumer progress, Permission permission) {
        this.permission = permission;
        this.progress = progress;
        this.name = name;
        this.limit = limit;
        this.plain = plain;
    }

    InputStream plain() {
        return plain;
    }

    /** The stream for the endpoint that stores the chunk. */
    InputStream stored(InputStream in, boolean transformed) throws IOException {
        try {
            permission.check();
        } catch (IOException e) {
            failure = e;
            throw e;
        }
        MeteredStream metered = transformed ? MeteredStream.limited(in, limit, tooLong()) : plain;
        stored = metered;
        return new Watched(metered);
    }

    private String tooLong() {
        return "chunk " + name + " would be longer than " + ByteSize.format(limit)
                + ": a pipe after chunk: makes it longer. Set a smaller plainSize= at chunk:";
    }

    /** @throws IOException if the endpoint reported success without having read the chunk to its end */
    void checkEnd(String endpoint) throws IOException {
        MeteredStream metered = stored;
        if (metered == null) {
            throw new IOException(endpoint + " reported success, but it read nothing of chunk " + name);
        }
        if (!metered.ended() || !plain.ended()) {
            throw new IOException(endpoint + " reported success, but it read only " + metered.size()
                    + " bytes of chunk " + name + ", not to its end");
        }
    }

    Digest plainDigest() {
        return plain.digest();
    }

    Digest storedDigest() {
        MeteredStream metered = stored;
        return metered == null || metered == plain ? plain.digest() : metered.digest();
    }

    /** The failure of the stream itself, which endpoints wrap in exceptions of their own. */
    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }

    /** Nanoseconds since the endpoint last asked for bytes; 0 while it waits for some. */
    long idleNanos() {
        return reading ? 0 : System.nanoTime() - restingSince;
    }

    /** Records when the endpoint asks for bytes. */
    private final class Watched extends BlockFilterStream {
        Watched(InputStream in) {
            super(in);
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            reading = true;
            try {
                int count = in.read(target, offset, length);
                progress.accept(Math.max(count, 0));
                return count;
            } catch (IOException e) {
                failure = e;
                throw e;
            } finally {
                restingSince = System.nanoTime();
                reading = false;
            }
        }
    }
}
