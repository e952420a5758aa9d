package org.zfsbackup.api;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.ObjectStore;
import org.zfsbackup.target.Stores;
import org.zfsbackup.target.s3.S3Access;
import org.zfsbackup.target.s3.S3Place;
import org.zfsbackup.target.s3.S3Store;

/** The stores that a route would find, without Camel being started for directories and buckets. For one thread. */
final class LazyStores implements Stores, AutoCloseable {
    private final Settings settings;
    private final List<ObjectStore> opened = new ArrayList<>();
    private @Nullable RouteRun run;

    LazyStores(Settings settings) {
        this.settings = settings;
    }

    @Override
    public ObjectStore open(String uri) {
        if (uri.startsWith(FileStore.SCHEME)) {
            return FileStore.at(uri);
        }
        // A client that is named is to be found in a registry, or to be missed there: never another one in its place.
        if (uri.startsWith(S3Place.SCHEME) && S3Place.of(uri).client().isEmpty()) {
            ObjectStore bucket = bucket(S3Place.of(uri));
            opened.add(bucket);
            return bucket;
        }
        RouteRun started = run == null ? new RouteRun(settings) : run;
        run = started;
        return started.stores().open(uri);
    }

    private ObjectStore bucket(S3Place place) {
        S3Access access = place.access();
        settings.credentials().ifPresent(access::setCredentials);
        return new S3Store(access.client(), place, true);
    }

    @Override
    public void close() {
        opened.forEach(ObjectStore::close);
        if (run != null) {
            run.close();
        }
    }
}
