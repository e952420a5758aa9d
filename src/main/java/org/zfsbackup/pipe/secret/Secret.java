package org.zfsbackup.pipe.secret;

import java.util.Arrays;

/** A password or a key in memory, as bytes; wiped when closed, which is up to whoever asked for it. Never printed. */
public final class Secret implements AutoCloseable {
    /** As far as openssl reads a password; a longer one means the same to it. */
    private static final int LONGEST_LINE = 1023;

    private final byte[] bytes;

    /** @param bytes taken over, not copied */
    public Secret(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * The password in it, as {@code openssl -pass file:} reads a file: the first line without its line feed, as far as
     * the first zero byte, and at most 1023 bytes. A carriage return belongs to it.
     *
     * <p>This secret goes over into it: what is returned is to be closed, and nothing else.
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

    /** The bytes themselves; zeros once it is closed. */
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
