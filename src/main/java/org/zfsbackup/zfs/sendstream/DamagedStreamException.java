package org.zfsbackup.zfs.sendstream;

import java.io.IOException;

/** Bytes that are not a complete, unchanged ZFS send stream. */
public final class DamagedStreamException extends IOException {
    private static final long serialVersionUID = 1L;

    DamagedStreamException(String source, long position, String what) {
        super("what came from " + source + " is not a whole ZFS send stream: " + what + " at byte " + position);
    }
}
