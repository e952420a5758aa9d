package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import org.apache.camel.Exchange;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.impl.event.ExchangeCompletedEvent;
import org.apache.camel.impl.event.ExchangeFailedEvent;
import org.apache.camel.spi.CamelEvent;
import org.apache.camel.support.EventNotifierSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.OpenSshServer;
import org.zfsbackup.fixture.RealZfs;

/** The shipped example with Camel's own ssh:, against a real sshd and on real ZFS. */
@Tag("zfs")
@Timeout(600)
class DatabaseSnapshotIT {
    @TempDir
    static Path directory;

    private static RealZfs zfs;
    private static OpenSshServer server;

    @BeforeAll
    static void start() throws Exception {
        zfs = RealZfs.in(directory);
        server = OpenSshServer.start(directory);
    }

    @AfterAll
    static void stop() {
        server.close();
        zfs.close();
    }

    /** Hears how the first exchange ended. */
    private static final class End extends EventNotifierSupport {
        private final CountDownLatch over = new CountDownLatch(1);
        private volatile Exception failure;

        @Override
        public void notify(CamelEvent event) {
            Exchange exchange = ((CamelEvent.ExchangeEvent) event).getExchange();
            if (exchange.getFromEndpoint() != null
                    && exchange.getFromEndpoint().getEndpointUri().startsWith("timer:")) {
                failure = exchange.getException();
                over.countDown();
            }
        }

        @Override
        public boolean isEnabled(CamelEvent event) {
            return event instanceof ExchangeCompletedEvent || event instanceof ExchangeFailedEvent;
        }
    }

    private Exception run(String dataset, Path knownHosts, String freeze) throws Exception {
        End end = new End();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getManagementStrategy().addEventNotifier(end);
            property(context, "database.timer", "repeatCount=1&delay=0");
            property(context, "database.dataset", dataset);
            property(context, "database.host", System.getProperty("user.name") + "@127.0.0.1:" + server.port);
            property(context, "database.key", server.userKey().toString());
            property(context, "database.known-hosts", knownHosts.toString());
            property(context, "database.freeze", freeze);
            property(context, "database.thaw", "rm " + directory.resolve("frozen"));
            Path routes = Files.writeString(
                    directory.resolve("database-snapshot.yaml"),
                    Files.readString(Path.of("config/routes/database-snapshot.yaml.example")));
            PluginHelper.getRoutesLoader(context)
                    .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + routes));
            context.getShutdownStrategy().setTimeout(1);
            context.start();
            assertThat(end.over.await(60, TimeUnit.SECONDS)).isTrue();
        }
        return end.failure;
    }

    private static void property(DefaultCamelContext context, String name, String value) {
        context.getPropertiesComponent().addInitialProperty(name, value);
    }

    /** Camel's ssh: takes lines of three words alone. */
    private static Path known() throws IOException {
        String[] words = Files.readString(server.knownHosts()).strip().split(" ");
        return Files.writeString(directory.resolve("known"), String.join(" ", words[0], words[1], words[2]) + "\n");
    }

    private String freeze() throws IOException {
        Files.deleteIfExists(directory.resolve("frozen"));
        return "touch " + directory.resolve("frozen");
    }

    @Test
    void theSnapshotIsMadeWhileTheDatabaseRests() throws Exception {
        String dataset = zfs.dataset("database");
        assertThat(run(dataset, known(), freeze())).isNull();
        assertThat(zfs.snapshots(dataset)).singleElement().asString().startsWith("auto-");
        assertThat(directory.resolve("frozen")).doesNotExist();
    }

    @Test
    void aFreezeThatFailsMakesNoSnapshotAndIsUndone() throws Exception {
        String dataset = zfs.dataset("frozen");
        assertThat(run(dataset, known(), freeze() + "; echo no >&2; exit 3")).hasMessageContaining("ended with 3");
        assertThat(zfs.snapshots(dataset)).isEmpty();
        assertThat(directory.resolve("frozen")).doesNotExist();
    }

    @Test
    void aHostThatIsNotKnownIsNotAsked() throws Exception {
        String dataset = zfs.dataset("unknown");
        Path nobody = Files.writeString(directory.resolve("nobody"), "");
        assertThat(run(dataset, nobody, freeze())).isNotNull();
        assertThat(zfs.snapshots(dataset)).isEmpty();
        assertThat(directory.resolve("frozen")).doesNotExist();
    }
}
