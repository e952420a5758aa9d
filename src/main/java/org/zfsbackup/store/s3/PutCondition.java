package org.zfsbackup.store.s3;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One kind of condition, as a server takes it. Some answer that they do not implement its header. Then we look first and
 * write after, without the header, from then on: that keeps the threads of one process apart, and nobody else.
 */
final class PutCondition {
    private static final Lock[] LOCKS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    private volatile boolean refused;

    /** One step of a write. Its answer is whether the condition holds. */
    @FunctionalInterface
    interface Step {
        boolean run() throws IOException;
    }

    /** Whether the server has said that it does not know this condition. */
    boolean isRefused() {
        return refused;
    }

    /**
     * Writes if the condition holds.
     *
     * @param key of what is written, of which one at a time is looked at and written
     * @param conditional asks the server to write on the condition
     * @param look whether the condition holds now
     * @param plain writes without it
     */
    boolean write(String key, Step conditional, Step look, Step plain) throws IOException {
        if (!refused) {
            try {
                return conditional.run();
            } catch (RefusedException e) {
                // The server has done nothing. If the header is not the reason, the plain write fails as well, and says
                // why.
            }
        }
        Lock alone = LOCKS[Math.floorMod(key.hashCode(), LOCKS.length)];
        alone.lock();
        try {
            boolean written = look.run() && plain.run();
            refused |= written;
            return written;
        } finally {
            alone.unlock();
        }
    }

    /** The server does not take the header of a condition. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(IOException answer) {
            super(answer.getMessage(), answer);
        }
    }
}
