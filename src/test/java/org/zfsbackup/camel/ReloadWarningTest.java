package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.logging.Handler;
import java.util.logging.Level;
import java.util.logging.LogRecord;
import java.util.logging.Logger;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A context that reloads its routes, with our components in it. */
class ReloadWarningTest {
    private static final Logger LOGGER = Logger.getLogger(ReloadWarning.class.getName());

    @TempDir
    Path directory;

    private final List<LogRecord> records = new ArrayList<>();
    private final Handler handler = new Handler() {
        @Override
        public void publish(LogRecord entry) {
            records.add(entry);
        }

        @Override
        public void flush() {}

        @Override
        public void close() {}
    };

    @BeforeEach
    void listen() {
        LOGGER.addHandler(handler);
    }

    @AfterEach
    void stopListening() {
        LOGGER.removeHandler(handler);
    }

    private void start(boolean reloading) throws Exception {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getComponent("zfs");
            context.getComponent("backup");
            if (reloading) {
                context.addService(new RouteWatcherReloadStrategy(directory.toString()));
            }
            context.start();
        }
    }

    @Test
    void aContextThatReloadsRoutes_getsOneError() throws Exception {
        start(true);
        assertThat(records).hasSize(1);
        assertThat(records.get(0).getLevel()).isEqualTo(Level.SEVERE);
        assertThat(records.get(0).getMessage()).contains("drops every route that was created from a template");
    }

    @Test
    void anotherContext_getsNone() throws Exception {
        start(false);
        assertThat(records).isEmpty();
    }
}
