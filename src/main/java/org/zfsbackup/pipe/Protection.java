package org.zfsbackup.pipe;

/**
 * How well a pipe protects its bytes from people who can reach the target. In this order, each protects more than the
 * one before.
 */
public enum Protection {
    /** Everybody can read the bytes. */
    NONE,
    /** The pipe is the user's own, so its protection is not known. */
    UNKNOWN,
    /** Nobody can read the bytes without the key, but the pipe does not notice changes. */
    ENCRYPTED,
    /** Nobody can read the bytes without the key, and every change is noticed. */
    AUTHENTICATED;

    /** Returns whether the bytes are known to be unreadable without a key. */
    public boolean isEncrypted() {
        return compareTo(ENCRYPTED) >= 0;
    }

    /** Returns whether this protects less than the other. */
    public boolean isLessThan(Protection other) {
        return compareTo(other) < 0;
    }
}
