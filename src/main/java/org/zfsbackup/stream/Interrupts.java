package org.zfsbackup.stream;

import java.io.InterruptedIOException;

/** Turns an interrupt into the failure of an input or output. */
public final class Interrupts {
    private Interrupts() {}

    /**
     * The failure to throw instead of the cause. The thread's interrupt flag is not touched.
     *
     * @param what was interrupted, as a sentence
     */
    public static InterruptedIOException asIo(String what, Throwable cause) {
        InterruptedIOException failure = new InterruptedIOException(what);
        failure.initCause(cause);
        return failure;
    }
}
