package org.zfsbackup.zfs;

/**
 * The record up to which an interrupted receive has kept what came. The record itself is sent again.
 *
 * @param object the number of the object in the dataset, at least 0
 * @param offset the byte in the object, at least 0
 * @param largeBlocks whether the stream may have blocks above 128 KiB; the rest must be cut into the same blocks
 */
public record ResumePoint(long object, long offset, boolean largeBlocks) {
    /** Returns whether a block of an object comes at or after this point. */
    public boolean isReachedBy(long blockObject, long blockOffset) {
        int order = Long.compareUnsigned(blockObject, object);
        return order > 0 || (order == 0 && Long.compareUnsigned(blockOffset, offset) >= 0);
    }
}
