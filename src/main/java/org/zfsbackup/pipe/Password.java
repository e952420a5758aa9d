package org.zfsbackup.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;

/** A password in memory; wiped when closed. Its bytes are those of the file, as openssl takes them. */
final class Password implements AutoCloseable {
    private static final int LONGEST = 1023;
    private final byte[] bytes;

    private Password(byte[] bytes) {
        this.bytes = bytes;
    }

    /**
     * As {@code openssl -pass file:} reads it: the first line without its line feed, as far as the first zero byte, and
     * at most 1023 bytes. A carriage return belongs to it.
     */
    static Password firstLineOf(Path file) throws IOException {
        byte[] head;
        try (InputStream in = Files.newInputStream(file)) {
            head = in.readNBytes(LONGEST);
        } catch (IOException e) {
            throw new IOException("the password file " + file + " cannot be read: " + e.getMessage(), e);
        }
        int length = 0;
        while (length < head.length && head[length] != '\n' && head[length] != 0) {
            length++;
        }
        byte[] line = Arrays.copyOf(head, length);
        Arrays.fill(head, (byte) 0);
        if (length == 0) {
            throw new IOException("the first line of the password file " + file + " is empty");
        }
        return new Password(line);
    }

    byte[] bytes() {
        return bytes;
    }

    @Override
    public void close() {
        Arrays.fill(bytes, (byte) 0);
    }

    @Override
    public String toString() {
        return "Password";
    }
}
