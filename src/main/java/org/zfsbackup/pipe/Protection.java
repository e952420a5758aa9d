package org.zfsbackup.pipe;

/** How far a pipe keeps what it carries from whoever can reach the target; in this order, each more than the one before. */
public enum Protection {
    /** Everybody can read it. */
    NONE,
    /** The pipe is the user's own, so nobody knows. */
    UNKNOWN,
    /** Nobody can read it without the key, and changes are not noticed by the pipe. */
    ENCRYPTED,
    /** Nobody can read it without the key, and no change stays unnoticed. */
    AUTHENTICATED;

    /** Whether the bytes are known to be unreadable without a key. */
    public boolean isEncrypted() {
        return compareTo(ENCRYPTED) >= 0;
    }

    public boolean isLessThan(Protection other) {
        return compareTo(other) < 0;
    }
}
