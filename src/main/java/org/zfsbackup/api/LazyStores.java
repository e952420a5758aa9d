package org.zfsbackup.api;

import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoreRegistry;
import org.zfsbackup.store.Stores;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.store.s3.S3Store;
import org.zfsbackup.store.s3.S3Uri;

/** Opens stores as a route does. Camel is not started for directories and buckets. For one thread. */
final class LazyStores implements Stores, AutoCloseable {
    private final Settings settings;
    private final StoreRegistry registry = new StoreRegistry(
            Map.of(DirectoryStore.SCHEME, DirectoryStore::at, S3Uri.SCHEME, this::bucket), this::ofContext);
    private @Nullable RouteRun run;

    LazyStores(Settings settings) {
        this.settings = settings;
    }

    @Override
    public ObjectStore open(String uri) {
        return registry.open(uri);
    }

    /** A client that the URI names is a bean of the context, so no other client may replace it. */
    private ObjectStore bucket(String uri) {
        S3Uri bucket = S3Uri.of(uri);
        return bucket.client().isPresent()
                ? ofContext(uri)
                : S3Store.open(bucket, settings.credentials().orElse(null));
    }

    private ObjectStore ofContext(String uri) {
        RouteRun started = run == null ? new RouteRun(settings) : run;
        run = started;
        return started.stores().open(uri);
    }

    @Override
    public void close() {
        registry.close();
        if (run != null) {
            run.close();
        }
    }
}
