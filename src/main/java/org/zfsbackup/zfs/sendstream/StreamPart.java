package org.zfsbackup.zfs.sendstream;

import org.zfsbackup.zfs.Guid;

/**
 * One snapshot in a send stream, as its BEGIN record describes it. The stream of one dataset has one; a compound stream
 * ({@code -R}, {@code -I}) has one for each snapshot of each dataset.
 *
 * @param name {@code drr_toname}: {@code dataset@snapshot} at the sender; not checked in any way
 * @param guid the GUID of the snapshot
 * @param base the GUID of its base; {@link Guid#NONE} for a full one
 * @param newClone whether the base is the origin, so that receiving this part creates the dataset
 */
public record StreamPart(String name, Guid guid, Guid base, boolean newClone) {
    /** Returns the name before the {@code @}, or all of it if there is none. */
    public String dataset() {
        int at = name.indexOf('@');
        return at < 0 ? name : name.substring(0, at);
    }

    /** Returns the name after the {@code @}; empty if there is none. */
    public String snapshot() {
        int at = name.indexOf('@');
        return at < 0 ? "" : name.substring(at + 1);
    }
}
