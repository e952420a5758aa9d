package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.Writer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.LocalServer;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

/** Against Samba, which runs as the user of the tests and has one user, of the same name. */
class SmbStoreIT extends ObjectStoreContract {
    private static final String PASSWORD = "pw-of-samba";

    private static Path home;
    private static int port;
    private static LocalServer server;

    private CamelContext context;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws Exception {
        home = Files.createDirectory(directory.resolve("share"));
        port = LocalServer.freePort();
        Path state = Files.createDirectory(directory.resolve("state"));
        Path configuration = Files.writeString(
                directory.resolve("smb.conf"),
                """
                [global]
                    smb ports = %d
                    interfaces = 127.0.0.1
                    bind interfaces only = yes
                    private dir = %s
                    lock directory = %s
                    state directory = %s
                    cache directory = %s
                    pid directory = %s
                    ncalrpc dir = %s
                    log file = %s/log
                    passdb backend = tdbsam
                    disable spoolss = yes
                    server min protocol = SMB2
                    strict sync = yes
                [share]
                    path = %s
                    read only = no
                """
                        .formatted(port, state, state, state, state, state, state, state, home));
        Process password = new ProcessBuilder(
                        "smbpasswd", "-c", configuration.toString(), "-s", "-a", System.getProperty("user.name"))
                .redirectErrorStream(true)
                .redirectOutput(ProcessBuilder.Redirect.DISCARD)
                .start();
        try (Writer in = password.outputWriter()) {
            in.write(PASSWORD + "\n" + PASSWORD + "\n");
        }
        assertThat(password.waitFor()).isZero();
        server = LocalServer.start(
                new ProcessBuilder("smbd", "-F", "-s", configuration.toString()), port, directory.resolve("smbd.out"));
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @BeforeEach
    void startCamel() {
        context = new DefaultCamelContext();
        context.start();
    }

    @AfterEach
    void stopCamel() {
        context.stop();
    }

    private ObjectStore open(String directory, String password) {
        return ContextStores.of(context)
                .open("smb:127.0.0.1:" + port + "/share/" + directory + "?username=" + System.getProperty("user.name")
                        + "&password=" + password);
    }

    @Override
    protected ObjectStore store() throws IOException {
        return open(Files.createTempDirectory(home, "target").getFileName().toString(), PASSWORD);
    }

    @Override
    protected ObjectStore unreachable() {
        return open("not-mounted", PASSWORD);
    }

    @Override
    protected boolean supportsConditionalWrites() {
        return false;
    }

    /** Windows knows no such file. */
    @Override
    protected boolean takes(String name) {
        return !name.contains("\"");
    }

    @Test
    void theShareItselfMayBeTheTarget() throws IOException {
        ObjectStore store = open("", PASSWORD);

        store.write("h/a", new byte[] {1});

        assertThat(home.resolve("h/a")).hasSize(1);
        assertThat(store.list("h")).extracting(object -> object.name()).isEqualTo(List.of("h/a"));
    }

    @Test
    void aWrongPasswordIsSaidAndNotShown() {
        ObjectStore store = open("", "not-the-password");

        assertThatIOException()
                .isThrownBy(store::checkReachable)
                .withMessageContaining("cannot connect to the share share of 127.0.0.1")
                .withMessageNotContaining("not-the-password");
        assertThat(store.uri()).doesNotContain("not-the-password");
    }
}
