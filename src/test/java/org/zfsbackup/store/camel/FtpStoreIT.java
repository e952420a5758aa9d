package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.apache.camel.CamelContext;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.ftpserver.FtpServer;
import org.apache.ftpserver.FtpServerFactory;
import org.apache.ftpserver.listener.ListenerFactory;
import org.apache.ftpserver.usermanager.impl.BaseUser;
import org.apache.ftpserver.usermanager.impl.WritePermission;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.LocalServer;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;

/** Against Apache's FtpServer. */
class FtpStoreIT extends ObjectStoreContract {
    private static Path home;
    private static int port;
    private static FtpServer server;

    private CamelContext context;

    @BeforeAll
    static void startServer(@TempDir Path directory) throws Exception {
        home = directory;
        port = LocalServer.freePort();
        ListenerFactory listener = new ListenerFactory();
        listener.setServerAddress("127.0.0.1");
        listener.setPort(port);
        BaseUser user = new BaseUser();
        user.setName("backup");
        user.setPassword("pw &+%");
        user.setHomeDirectory(directory.toString());
        user.setAuthorities(List.of(new WritePermission()));
        FtpServerFactory factory = new FtpServerFactory();
        factory.addListener("default", listener.createListener());
        factory.getUserManager().save(user);
        server = factory.createServer();
        server.start();
    }

    @AfterAll
    static void stopServer() {
        server.stop();
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

    @Override
    protected ObjectStore store() throws IOException {
        return open(Files.createTempDirectory(home, "a target").getFileName() + "?password=RAW(pw &+%)");
    }

    @Override
    protected ObjectStore unreachable() {
        return open("not mounted?password=RAW(pw &+%)");
    }

    @Override
    protected boolean supportsConditionalWrites() {
        return false;
    }

    private ObjectStore open(String rest) {
        return ContextStores.of(context).open("ftp://backup@127.0.0.1:" + port + "/" + rest);
    }

    @Test
    void whoMayNotLogInIsToldWithoutThePassword() {
        assertThatIOException()
                .isThrownBy(open("x?password=wrong-one&maximumReconnectAttempts=1")::checkReachable)
                .withMessageContaining("530")
                .withMessageNotContaining("wrong-one");
    }

    @Test
    void bytesAreNeverSentAsText() {
        assertThatIllegalArgumentException()
                .isThrownBy(() -> open("x?binary=false"))
                .withMessageContaining("binary=true");
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() {
        assertThatIOException()
                .isThrownBy(unreachable()::checkReachable)
                .withMessageContaining("there is no directory not mounted");
        assertThat(home.resolve("not mounted")).doesNotExist();
    }

    @Test
    void aPasswordWithEverythingInItGoesThroughTheRoutes(@TempDir Path directory) throws Exception {
        FakeZfs zfs = FakeZfs.in(directory, 1, 100_000);
        String folder = Files.createTempDirectory(home, "nas").getFileName().toString();
        ZfsBackup backup = ZfsBackup.of("tank/a")
                .to("ftp://backup@127.0.0.1:" + port + "/" + folder + "?password=RAW(pw &+%)")
                .prefix("h")
                .zfsCommand(zfs.command());

        assertThat(backup.backup()).isEqualTo(1);
        assertThat(backup.list().datasets()).hasSize(1);
        assertThat(backup.verify().isGood()).isTrue();
        backup.restoreTo("tank/b");
        assertThat(zfs.received()).isEqualTo(zfs.stream(1));
    }
}
