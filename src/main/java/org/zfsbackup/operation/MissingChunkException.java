package org.zfsbackup.operation;

import java.io.IOException;

/** A chunk that is in the map does not exist at the target. */
final class MissingChunkException extends IOException {
    private static final long serialVersionUID = 1L;

    MissingChunkException(String path, String uri) {
        super("chunk " + path + " is missing at " + uri);
    }
}
