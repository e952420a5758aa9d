package org.zfsbackup.camel.store;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.zfsbackup.camel.store.endpoint.EndpointStores;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.ObjectStore;
import org.zfsbackup.target.Stores;
import org.zfsbackup.target.s3.S3Access;
import org.zfsbackup.target.s3.S3Place;
import org.zfsbackup.target.s3.S3Store;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stores that a Camel context can reach, each opened once and closed with the context: directories, buckets, an
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
        if (uri.startsWith(S3Place.SCHEME)) {
            return bucket(S3Place.of(uri));
        }
        if (uri.startsWith("zfs:")) {
            throw new IllegalArgumentException("'" + uri + "' is a dataset, and no place for chunks and a map: it is a"
                    + " target by itself, of a route that ends in it, of `zfsbackup zfs` and `zfsbackup ssh`");
        }
        return EndpointStores.open(context, uri);
    }

    private ObjectStore bean(String name) {
        return bound(name, ObjectStore.class);
    }

    /** With the client that is named, or the only one that there is, as Camel's own endpoint would take it. */
    private ObjectStore bucket(S3Place place) {
        S3Client known = place.client().isPresent()
                ? bound(place.client().get(), S3Client.class)
                : context.getRegistry().findSingleByType(S3Client.class);
        if (known != null) {
            return new S3Store(known, place, false);
        }
        S3Access access = place.access();
        access.setCredentials(context.getRegistry().findSingleByType(AwsCredentialsProvider.class));
        return new S3Store(access.client(), place, true);
    }

    private <T> T bound(String name, Class<T> type) {
        T found = context.getRegistry().lookupByNameAndType(name, type);
        if (found == null) {
            throw new IllegalArgumentException("the registry has no " + type.getSimpleName() + " named '" + name + "'");
        }
        return found;
    }

    @Override
    protected void doStop() {
        opened.values().forEach(ObjectStore::close);
        opened.clear();
    }
}
