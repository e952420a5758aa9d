package org.zfsbackup.zfs;

/** The number by which ZFS knows a snapshot, on every pool that it was sent to: unsigned, 64 bits. */
public record Guid(long bits) {
    /** What stands in a send stream in the place of a base, where it is a full one. */
    public static final Guid NONE = new Guid(0);

    public static Guid parse(String decimal) {
        return new Guid(Long.parseUnsignedLong(decimal));
    }

    @Override
    public String toString() {
        return Long.toUnsignedString(bits);
    }
}
