package org.zfsbackup.store.camel;

import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.support.service.ServiceSupport;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoreRegistry;
import org.zfsbackup.store.Stores;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.store.s3.AccessKey;
import org.zfsbackup.store.s3.S3Store;
import org.zfsbackup.store.s3.S3Uri;
import software.amazon.awssdk.auth.credentials.AwsCredentialsProvider;
import software.amazon.awssdk.services.s3.S3Client;

/**
 * The stores that a Camel context can reach: directories, buckets, an {@link ObjectStore} in the registry as {@code
 * bean:NAME}, and Camel's endpoints. Stopping the context closes them. Safe for use by several threads.
 */
public final class ContextStores extends ServiceSupport implements Stores {
    private static final String BEAN = "bean:";

    private final CamelContext context;
    private final StoreRegistry registry;

    private ContextStores(CamelContext context) {
        this.context = context;
        this.registry = new StoreRegistry(
                Map.of(
                        DirectoryStore.SCHEME,
                        DirectoryStore::at,
                        BEAN,
                        uri -> bound(uri.substring(BEAN.length()), ObjectStore.class),
                        S3Uri.SCHEME,
                        uri -> bucket(S3Uri.of(uri)),
                        "zfs:",
                        ContextStores::refuse),
                uri -> EndpointStores.open(context, uri));
    }

    /**
     * The stores of the context; all callers get the same object.
     *
     * @throws IllegalStateException if the context does not accept a service
     */
    public static synchronized Stores of(CamelContext context) {
        Stores known = context.hasService(ContextStores.class);
        if (known != null) {
            return known;
        }
        ContextStores created = new ContextStores(context);
        try {
            context.addService(created);
        } catch (Exception e) {
            throw new IllegalStateException("the context does not accept a service: " + e.getMessage(), e);
        }
        return created;
    }

    @Override
    public ObjectStore open(String uri) {
        return registry.open(uri);
    }

    private static ObjectStore refuse(String uri) {
        throw new IllegalArgumentException("'" + uri + "' is a dataset and cannot hold chunks and a map. To"
                + " replicate to it, use a route that ends in it, `zfsbackup zfs` or `zfsbackup ssh`");
    }

    /** Uses the named client, or the only one in the registry, like Camel's own endpoint. */
    private ObjectStore bucket(S3Uri uri) {
        S3Client known = uri.client().isPresent()
                ? bound(uri.client().get(), S3Client.class)
                : context.getRegistry().findSingleByType(S3Client.class);
        if (known != null) {
            return new S3Store(known, uri, false);
        }
        AwsCredentialsProvider credentials = context.getRegistry().findSingleByType(AwsCredentialsProvider.class);
        if (credentials == null && !uri.choosesCredentials()) {
            Optional<AccessKey> key = ComponentCredentials.of(context);
            credentials = key.isPresent() ? key.get().provider() : null;
        }
        return S3Store.open(uri, credentials);
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
        registry.close();
    }
}
