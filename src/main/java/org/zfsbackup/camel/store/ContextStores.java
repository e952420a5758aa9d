package org.zfsbackup.camel.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.zfsbackup.camel.store.endpoint.EndpointStores;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.ObjectStore;
import org.zfsbackup.target.Stores;

/**
 * The stores that a Camel context can reach, each opened once and closed with the context: directories, an
 * {@link ObjectStore} of the user's own in the registry, as {@code bean:NAME}, and endpoints of Camel's.
 */
public final class ContextStores extends ServiceSupport implements Stores {
    private static final String BEAN = "bean:";

    private final CamelContext context;
    private final Map<String, ObjectStore> opened = new ConcurrentHashMap<>();

    private ContextStores(CamelContext context) {
        this.context = context;
    }

    /** Those of the context; the same for all who ask. */
    public static synchronized Stores of(CamelContext context) {
        Stores known = context.hasService(ContextStores.class);
        if (known != null) {
            return known;
        }
        ContextStores made = new ContextStores(context);
        try {
            context.addService(made);
        } catch (Exception e) {
            throw new IllegalStateException("the context takes no service: " + e.getMessage(), e);
        }
        return made;
    }

    @Override
    public ObjectStore open(String uri) {
        return opened.computeIfAbsent(uri, this::make);
    }

    private ObjectStore make(String uri) {
        if (uri.startsWith(FileStore.SCHEME)) {
            return FileStore.at(uri);
        }
        if (uri.startsWith(BEAN)) {
            return bean(uri.substring(BEAN.length()));
        }
        return EndpointStores.open(context, uri);
    }

    private ObjectStore bean(String name) {
        ObjectStore store = context.getRegistry().lookupByNameAndType(name, ObjectStore.class);
        if (store == null) {
            throw new IllegalArgumentException("the registry has no ObjectStore named '" + name + "'");
        }
        return store;
    }

    @Override
    protected void doStop() {
        opened.values().forEach(ObjectStore::close);
        opened.clear();
    }
}
