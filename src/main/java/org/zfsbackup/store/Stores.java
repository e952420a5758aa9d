package org.zfsbackup.store;

import org.zfsbackup.store.directory.DirectoryStore;

/** Opens stores by their URI. */
@FunctionalInterface
public interface Stores {
    /** Opens directories only. */
    Stores DIRECTORIES = DirectoryStore::at;

    /**
     * Checks the URI, but does not contact or create anything. Stores of the same URI may share connections.
     *
     * @throws IllegalArgumentException if the URI is invalid or there is no such kind of store, with what to do
     */
    ObjectStore open(String uri);
}
