package org.zfsbackup.stream;

/**
 * The size and the hash of some bytes.
 *
 * @param size in bytes, 0 or more
 * @param sha256 the SHA-256 as 64 lower-case hexadecimal digits
 */
public record Digest(long size, String sha256) {
    /**
     * Checks both.
     *
     * @throws IllegalArgumentException if the size is negative or the hash is not 64 lower-case hexadecimal digits
     */
    public Digest {
        if (size < 0) {
            throw new IllegalArgumentException("the size of a digest is 0 or more bytes, not " + size);
        }
        if (!sha256.matches("[0-9a-f]{64}")) {
            throw new IllegalArgumentException(
                    "'" + sha256 + "' is not a SHA-256: expected 64 lower-case hexadecimal digits");
        }
    }
}
