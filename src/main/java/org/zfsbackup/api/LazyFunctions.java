package org.zfsbackup.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;

/**
 * Finds functions as a route does, without starting Camel for backups that do not use any. Safe for use by several
 * threads.
 */
final class LazyFunctions implements Functions, AutoCloseable {
    private final Settings settings;
    private @Nullable RouteRun run;

    LazyFunctions(Settings settings) {
        this.settings = settings;
    }

    @Override
    public synchronized Optional<StreamFunction> find(String kind, String name) {
        RouteRun started = run == null ? new RouteRun(settings) : run;
        run = started;
        return started.functions().find(kind, name);
    }

    @Override
    public synchronized void close() {
        if (run != null) {
            run.close();
        }
    }
}
