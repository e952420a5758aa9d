package org.zfsbackup.store;

import org.zfsbackup.store.directory.DirectoryStore;

/** Opens stores by their URI. */
@FunctionalInterface
public interface Stores {
    /** Directories alone. */
    Stores DIRECTORIES = DirectoryStore::at;

    /**
     * Reaches nothing and makes nothing; only the URI is checked. The same URI gives stores that may share connections.
     *
     * @throws IllegalArgumentException where no store of that kind is known, or the URI is wrong, with what to do
     */
    ObjectStore open(String uri);
}
