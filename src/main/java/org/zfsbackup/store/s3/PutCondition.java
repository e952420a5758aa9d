package org.zfsbackup.store.s3;

import java.io.IOException;
import java.util.concurrent.locks.Lock;
import java.util.concurrent.locks.ReentrantLock;
import java.util.stream.Stream;

/**
 * One kind of conditional write, as far as the server supports it. If a server answers that it does not implement the
 * header, we check first and then write without the header, from then on. That is atomic only among the threads of this
 * process.
 */
final class PutCondition {
    private static final Lock[] LOCKS =
            Stream.generate(ReentrantLock::new).limit(64).toArray(Lock[]::new);

    private volatile boolean refused;

    /** One step of a write. Returns whether the condition holds. */
    @FunctionalInterface
    interface Step {
        boolean run() throws IOException;
    }

    /** Whether the server has reported that it does not support this condition. */
    boolean isRefused() {
        return refused;
    }

    /**
     * Writes if the condition holds.
     *
     * @param key the object; only one thread at a time checks and writes it
     * @param conditional asks the server to write if the condition holds
     * @param look checks whether the condition holds now
     * @param plain writes without a condition
     * @return whether it was written
     */
    boolean write(String key, Step conditional, Step look, Step plain) throws IOException {
        if (!refused) {
            try {
                return conditional.run();
            } catch (RefusedException e) {
                // The server has done nothing. If the header is not the cause, the plain write fails as well, with the
                // real cause.
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

    /** The server does not accept the header of a condition. */
    static final class RefusedException extends IOException {
        private static final long serialVersionUID = 1L;

        RefusedException(IOException answer) {
            super(answer.getMessage(), answer);
        }
    }
}
