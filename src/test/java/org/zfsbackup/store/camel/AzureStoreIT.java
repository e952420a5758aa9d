package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import com.azure.storage.blob.BlobServiceClient;
import com.azure.storage.blob.BlobServiceClientBuilder;
import com.azure.storage.common.StorageSharedKeyCredential;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Base64;
import java.util.UUID;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.LocalServer;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

/** Against Azurite, Microsoft's own server for tests. */
class AzureStoreIT extends ObjectStoreContract {
    private static final Path AZURITE = Path.of("target/azurite/node_modules/azurite/dist/src/blob/main.js");
    private static final String ACCOUNT = "backups";
    private static final String KEY = Base64.getEncoder().encodeToString(TestStreams.random(64));

    private static LocalServer server;
    private static BlobServiceClient client;

    private CamelContext context;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws Exception {
        if (!Files.exists(AZURITE)) {
            throw new IllegalStateException("this test needs Azurite: run bin/test, which installs it with npm");
        }
        int port = LocalServer.freePort();
        ProcessBuilder command = new ProcessBuilder(
                "node",
                AZURITE.toString(),
                "--inMemoryPersistence",
                "--disableTelemetry",
                "--skipApiVersionCheck",
                "--silent",
                "--blobPort",
                Integer.toString(port));
        command.environment().put("AZURITE_ACCOUNTS", ACCOUNT + ":" + KEY);
        server = LocalServer.start(command, port, directory.resolve("log"));
        client = new BlobServiceClientBuilder()
                .endpoint("http://127.0.0.1:" + port + "/" + ACCOUNT)
                .credential(new StorageSharedKeyCredential(ACCOUNT, KEY))
                .buildClient();
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startCamel() {
        context = new DefaultCamelContext();
        context.getRegistry().bind("azurite", client);
        context.start();
    }

    @AfterEach
    void stopCamel() {
        context.stop();
    }

    @Override
    protected ObjectStore store() {
        String container = "c-" + UUID.randomUUID();
        client.createBlobContainer(container);
        return open(container);
    }

    @Override
    protected ObjectStore unreachable() {
        return open("not-there");
    }

    private ObjectStore open(String container) {
        return ContextStores.of(context)
                .open("azure-storage-blob:" + ACCOUNT + "/" + container + "?serviceClient=#azurite");
    }

    @Test
    void aContainerThatIsNotThereIsNotMade() {
        assertThatIOException().isThrownBy(unreachable()::checkReachable).withMessageContaining("ContainerNotFound");
        assertThat(client.getBlobContainerClient("not-there").exists()).isFalse();
    }

    @Test
    void theUriHasNoOptions() {
        assertThat(store().uri()).matches("azure-storage-blob:backups/c-[0-9a-f-]+");
    }

    @Test
    void aLargeObjectIsNeverInMemoryAsAWhole() throws IOException {
        ObjectStore store = store();
        long size = 3 * Runtime.getRuntime().maxMemory() / 2;

        store.put("h/chunks/large", new Zeros(size));

        try (InputStream in = store.get("h/chunks/large")) {
            assertThat(in.transferTo(java.io.OutputStream.nullOutputStream())).isEqualTo(size);
        }
    }

    /** As many zeros as asked for. */
    private static final class Zeros extends InputStream {
        private long rest;

        Zeros(long size) {
            this.rest = size;
        }

        @Override
        public int read() {
            return rest-- > 0 ? 0 : -1;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            int count = (int) Math.min(rest, length);
            java.util.Arrays.fill(target, offset, offset + count, (byte) 0);
            rest -= count;
            return count > 0 || length == 0 ? count : -1;
        }
    }
}
