package org.zfsbackup.stream;

/**
 * What identifies some bytes.
 *
 * @param size their number
 * @param sha256 their SHA-256, 64 lower-case hexadecimal digits
 */
public record Digest(long size, String sha256) {
    public Digest {
        if (size < 0) {
            throw new IllegalArgumentException("a size of " + size + " bytes");
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException("'" + sha256 + "' is no SHA-256 in hexadecimal digits");
        }
    }
}
