package org.zfsbackup.store;

import java.io.IOException;

/** A symbolic link is in the place of a folder or of an object. It could lead anywhere, so no store follows one. */
public final class SymbolicLinkException extends IOException {
    private static final long serialVersionUID = 1L;
    private final String name;

    /**
     * @param name the link's path from the store's root
     * @param uri that of the store
     */
    public SymbolicLinkException(String name, String uri) {
        super(name + " at " + uri
                + " is a symbolic link. It could lead anywhere, so nothing is read, written or deleted"
                + " through it: remove the link. To keep data on another disk, mount that disk there");
        this.name = name;
    }

    /** The link's path from the store's root. */
    public String name() {
        return name;
    }
}
