package org.zfsbackup.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens stores by the scheme of their URI, each once, and closes them all. Safe for use by several threads.
 *
 * <p>The command line, the Java API and the components find their stores through a registry, so a new kind of store is
 * added where the registry is created.
 */
public final class StoreRegistry implements Stores, AutoCloseable {
    private final Map<String, Stores> schemes;
    private final Stores otherwise;
    private final Map<String, ObjectStore> opened = new ConcurrentHashMap<>();

    /**
     * @param schemes what opens the URIs that begin with a scheme, by that scheme with its colon
     * @param otherwise what opens all other URIs
     */
    public StoreRegistry(Map<String, Stores> schemes, Stores otherwise) {
        this.schemes = Map.copyOf(schemes);
        this.otherwise = otherwise;
    }

    /** The same URI gives the same store. The registry closes it. */
    @Override
    public ObjectStore open(String uri) {
        return opened.computeIfAbsent(uri, this::create);
    }

    private ObjectStore create(String uri) {
        String scheme = uri.substring(0, uri.indexOf(':') + 1);
        return schemes.getOrDefault(scheme, otherwise).open(uri);
    }

    @Override
    public void close() {
        opened.values().forEach(ObjectStore::close);
        opened.clear();
    }
}
