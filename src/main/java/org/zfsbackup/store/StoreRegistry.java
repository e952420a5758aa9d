package org.zfsbackup.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;

/**
 * Opens each store once, by the scheme of its URI, and closes them all. Safe for use by several threads.
 *
 * <p>The command line, the Java API and the components find their stores through a registry, so a new kind of store is
 * added where the registry is created.
 */
public final class StoreRegistry implements Stores, AutoCloseable {
    private final Map<String, Stores> schemes;
    private final Stores otherwise;
    private final Map<String, ObjectStore> opened = new ConcurrentHashMap<>();

    /**
     * @param schemes opens the URIs of a scheme, by the scheme with its colon
     * @param otherwise opens all other URIs
     */
    public StoreRegistry(Map<String, Stores> schemes, Stores otherwise) {
        this.schemes = Map.copyOf(schemes);
        this.otherwise = otherwise;
    }

    /** Returns the same store for the same URI. The registry closes it. */
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
