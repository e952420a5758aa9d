package org.zfsbackup.api;

import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.Functions;
import org.zfsbackup.pipe.StreamFunction;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;

/** The functions that a route would find, without Camel being started for backups that went through none. */
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
