package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.InputStream;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.BlockFilterStream;

/**
 * The stream to be stored. It counts the bytes and keeps the failure, which a client would report as its own. Closing
 * does nothing, because the owner closes the underlying stream.
 */
final class SourceStream extends BlockFilterStream {
    private long size;
    private @Nullable IOException failure;

    SourceStream(InputStream in) {
        super(in);
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        try {
            int count = in.read(target, offset, length);
            size += Math.max(count, 0);
            return count;
        } catch (IOException e) {
            failure = e;
            throw e;
        }
    }

    @Override
    public void close() {}

    long size() {
        return size;
    }

    Optional<IOException> failure() {
        return Optional.ofNullable(failure);
    }
}
