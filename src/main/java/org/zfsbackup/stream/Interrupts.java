package org.zfsbackup.stream;

import java.io.InterruptedIOException;

/** Turns an interrupt into an I/O failure. */
public final class Interrupts {
    private Interrupts() {}

    /**
     * Returns the exception to throw instead of the cause. The thread's interrupt flag is not touched.
     *
     * @param what the message: what was interrupted
     */
    public static InterruptedIOException asIo(String what, Throwable cause) {
        InterruptedIOException failure = new InterruptedIOException(what);
        failure.initCause(cause);
        return failure;
    }
}
