package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Properties;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

/** Routes of a user's, in YAML, over a directory. */
class RoutesStoreTest extends ObjectStoreContract {
    private final Path directory;
    private CamelContext context;

    RoutesStoreTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void startCamel() throws Exception {
        context = new DefaultCamelContext();
        Properties places = new Properties();
        places.setProperty("shelf.directory", directory.toString());
        context.getPropertiesComponent().setInitialProperties(places);
        context.getRegistry().bind("shelf", new Shelf(directory.toString()));
        context.start();
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveResource(context, "classpath:org/zfsbackup/store/camel/shelf.yaml"));
    }

    @AfterEach
    void stopCamel() {
        context.stop();
    }

    @Override
    protected ObjectStore store() {
        return ContextStores.of(context).open("routes:shelf");
    }

    @Override
    protected ObjectStore unreachable() {
        return ContextStores.of(context).open("routes:nowhere");
    }

    @Override
    protected boolean supportsConditionalWrites() {
        return false;
    }

    /** These routes have no pages, and are slow. */
    @Override
    protected int many() {
        return 110;
    }

    /** Lists a directory; what it gives is a bean of its own kind. */
    public static final class Shelf {
        private final Path root;

        public Shelf(String root) {
            this.root = Path.of(root);
        }

        /** One file. */
        public record Item(String path, long length, String time) {}

        public List<Item> list(String folder) throws IOException {
            if (!Files.isDirectory(root.resolve(folder))) {
                return List.of();
            }
            try (Stream<Path> files = Files.walk(root.resolve(folder))) {
                return files.filter(Files::isRegularFile).flatMap(this::item).toList();
            } catch (UncheckedIOException e) {
                return list(folder);
            }
        }

        private Stream<Item> item(Path file) {
            try {
                return Stream.of(new Item(
                        root.relativize(file).toString(),
                        Files.size(file),
                        Files.getLastModifiedTime(file).toInstant().toString()));
            } catch (IOException e) {
                return Stream.of();
            }
        }
    }

    @Test
    void aVerbThatIsLackingIsNamed() throws Exception {
        context.getRouteController().stopRoute("shelf-list");
        context.removeRoute("shelf-list");

        assertThatIOException()
                .isThrownBy(store()::checkReachable)
                .withMessageContaining("routes:shelf cannot be a target, because backups cannot be restored from it:"
                        + " no route starts at direct:shelf-list");
    }

    @Test
    void whatARouteSaysIsTold() {
        assertThatIOException()
                .isThrownBy(() -> store().put("h/a/b", TestStreams.failing(new byte[10], new IOException("it broke"))))
                .withMessage("it broke");
    }

    @Test
    void namesThatCamelEvaluatesAreRefused() {
        for (String name :
                List.of("h/${sysenv.HOME}", "h/$simple{camelId}", "../x", "h/../../x", "/etc/passwd", "h//a")) {
            assertThatIOException().isThrownBy(() -> store().get(name)).withMessageContaining("'" + name + "'");
            assertThatIOException().isThrownBy(() -> store().put(name, TestStreams.streamOf(new byte[1])));
        }
        assertThat(directory).isEmptyDirectory();
    }

    @Test
    void nothingOfTheSpoolStays() throws IOException {
        ObjectStore store = store();
        store.put("h/a", TestStreams.streamOf(new byte[100]));
        try (Stream<Path> files = Files.walk(directory)) {
            assertThat(files.filter(Files::isRegularFile)).containsExactly(directory.resolve("h/a"));
        }
    }

    @Test
    void anEndpointWithoutADescriptionIsASink() {
        for (String uri : List.of("log:x", "kafka:topic", "minio:bucket?secretKey=secret", "google-storage:b")) {
            assertThatIllegalArgumentException()
                    .isThrownBy(() -> ContextStores.of(context).open(uri))
                    .withMessageContaining("backups cannot be restored from it")
                    .withMessageContaining("routes:NAME")
                    .withMessageNotContaining("secret=");
        }
    }
}
