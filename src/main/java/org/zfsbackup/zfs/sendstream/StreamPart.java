package org.zfsbackup.zfs.sendstream;

import org.zfsbackup.zfs.Guid;

/**
 * One snapshot in a send stream, as its BEGIN record names it. A stream of one dataset has one; a compound stream ({@code
 * -R}, {@code -I}) has one for each snapshot of each dataset.
 *
 * @param name {@code dataset@snapshot} at the sender, as it stands in {@code drr_toname}; not checked in any way
 * @param guid the snapshot's
 * @param base what it builds on; {@link Guid#NONE} for a full one
 * @param newClone whether the base is the origin, so that the dataset is made by receiving this part
 */
public record StreamPart(String name, Guid guid, Guid base, boolean newClone) {
    /** The part of the name before the {@code @}; the whole of it if there is none. */
    public String dataset() {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** The part of the name behind the {@code @}; empty if there is none. */
    public String snapshot() {
        int at = name.indexOf('@');
        return at < 0 ? "" : name.substring(at + 1);
    }
}
