package org.zfsbackup.zfs;

/**
 * The number that identifies a snapshot on every pool to which it was sent.
 *
 * @param bits the number, to be read as unsigned
 */
public record Guid(long bits) {
    /** The value in a send stream for the base of a full stream. */
    public static final Guid NONE = new Guid(0);

    /**
     * Parses an unsigned decimal number.
     *
     * @throws NumberFormatException if it is not one
     */
    public static Guid parse(String decimal) {
        return new Guid(Long.parseUnsignedLong(decimal));
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
