package org.zfsbackup.store;

import java.io.IOException;

/**
 * A symbolic link was found in place of a folder or an object. A store does not follow it, because it could lead
 * anywhere.
 */
public final class SymbolicLinkException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String name;

    /**
     * @param name the link's path, relative to the store's root
     * @param uri the store
     */
    public SymbolicLinkException(String name, String uri) {
        super(name + " at " + uri
                + " is a symbolic link. It could lead anywhere, so nothing is read, written or deleted"
                + " through it: remove the link. To keep data on another disk, mount that disk there");
        this.name = name;
    }

    /** The link's path, relative to the store's root. */
    public String name() {
        return name;
    }
}
