package org.zfsbackup.pipe.secret;

import java.util.Arrays;

/**
 * A password or a key in memory, as bytes. The code that asked for it closes it, which overwrites the bytes with zeros.
 * Never printed.
 */
public final class Secret implements AutoCloseable {
    /** The most bytes that openssl reads of a password; it ignores the rest. */
    private static final int LONGEST_LINE = 1023;

    private final byte[] bytes;

    /**
     * Creates the secret.
     *
     * @param bytes not copied; overwritten when the secret is closed
     */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * Returns the password in it, as {@code openssl -pass file:} reads a file: the first line without its line feed, up
     * to the first zero byte, and at most 1023 bytes. A carriage return is part of it.
     *
     * <p>The result replaces this secret: close the result, and do not use this one any more.
     */
    public Secret firstLine() {
        int length = 0;
        while (length < Math.min(bytes.length, LONGEST_LINE) && bytes[length] != '\n' && bytes[length] != 0) {
            length++;
        }
        if (length == bytes.length) {
            return this;
        }
        Secret line = new Secret(Arrays.copyOf(bytes, length));
        close();
        return line;
    }

    /** Returns the bytes themselves, not a copy. They are zeros after this is closed. */
    public byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "a secret";
    }
}
