package org.zfsbackup.stream;

import java.io.IOException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * The stream of one reader of a {@link Tee}. One thread reads it, and another one may close it. The tee owns its
 * fields.
 */
final class TeeBranch extends BlockReadingStream {
    final String name;
    final Runnable onStall;
    long taken;
    long lastMove = System.nanoTime();
    volatile boolean closed;
    volatile @Nullable IOException failure;
    private final Tee tee;
    private Ring.@Nullable Block current;
    private int position;

    TeeBranch(Tee tee, String name, Runnable onStall) {
        this.tee = tee;
        this.name = name;
        this.onStall = onStall;
    }

    /** Returns whether the others have to wait for this reader. */
    boolean isLive() {
        return !closed && failure == null;
    }

    @Override
    public int read(byte[] target, int offset, int length) throws IOException {
        Objects.checkFromIndexSize(offset, length, target.length);
        if (length == 0) {
            return 0;
        }
        Ring.Block block = current == null ? tee.take(this) : current;
        if (block == null) {
            return -1;
        }
        int count = Math.min(length, block.length() - position);
        System.arraycopy(block.bytes(), position, target, offset, count);
        tee.check(this);
        advance(block, count);
        return count;
    }

    private void advance(Ring.Block block, int count) {
        position += count;
        current = block;
        if (position == block.length()) {
            current = null;
            position = 0;
            tee.giveBack(this);
        }
    }

    @Override
    public void close() throws IOException {
        tee.close(this);
    }
}
