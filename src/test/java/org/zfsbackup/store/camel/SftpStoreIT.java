package org.zfsbackup.store.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.apache.camel.CamelContext;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.cli.Cli;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.OpenSshServer;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.ObjectStoreContract;
import org.zfsbackup.store.directory.LinksContract;

class SftpStoreIT extends ObjectStoreContract {
    private static OpenSshServer server;

    private final Path directory;
    private CamelContext context;

    SftpStoreIT(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeAll
    static void startServer(@TempDir Path home) throws Exception {
        server = OpenSshServer.start(home);
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

    @Override
    protected ObjectStore store() throws IOException {
        Path made = Files.createTempDirectory(server.home(), "a target");
        return open(made.getFileName().toString(), "&knownHostsFile=" + server.knownHosts());
    }

    @Override
    protected ObjectStore unreachable() throws IOException {
        return open("not mounted", "&knownHostsFile=" + server.knownHosts());
    }

    @Override
    protected boolean supportsConditionalWrites() {
        return false;
    }

    private ObjectStore open(String folder, String options) {
        return ContextStores.of(context).open(uri(folder, options));
    }

    private static String uri(String folder, String options) {
        return "sftp://" + System.getProperty("user.name") + "@127.0.0.1:" + server.port + "/" + folder
                + "?privateKeyFile=" + server.userKey() + options;
    }

    @ParameterizedTest
    @CsvSource({"'', rw-------, rwx------", "&chmod=640&chmodDirectory=750, rw-r-----, rwxr-x---"})
    void newFilesAndFolders_areClosedToOthers(String options, String file, String folder) throws IOException {
        Path place = Files.createTempDirectory(server.home(), "access");
        ObjectStore store = open(place.getFileName().toString(), "&knownHostsFile=" + server.knownHosts() + options);

        store.write("h/document", new byte[] {1, 2, 3});
        store.putIfAbsent("h/lock/absent", new byte[] {1});

        assertThat(place.resolve("h/document")).hasBinaryContent(new byte[] {1, 2, 3});
        for (String name : List.of("h/document", "h/lock/absent")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve(name))))
                    .isEqualTo(file);
        }
        for (String name : List.of("h", "h/lock")) {
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(place.resolve(name))))
                    .isEqualTo(folder);
        }
    }

    @Nested
    class Links extends LinksContract {
        Links(@TempDir Path outside) {
            super(outside);
        }

        @Override
        protected Path root() throws IOException {
            return Files.createTempDirectory(server.home(), "linked");
        }

        @Override
        protected ObjectStore store(Path root) throws IOException {
            return open(root.getFileName().toString(), "&knownHostsFile=" + server.knownHosts());
        }
    }

    @Test
    void aHostThatIsNotKnownIsRefusedWithWhatToDo() throws IOException {
        Path none = Files.createFile(directory.resolve("known_hosts"));

        assertThatIOException()
                .isThrownBy(open(".", "&knownHostsFile=" + none)::checkReachable)
                .withMessageContaining("the host key of sftp://")
                .withMessageContaining("connect once with ssh")
                .withMessageContaining("knownHostsFile=PATH");
    }

    @Test
    void whoeverWantsItTrustsAnyHost() throws IOException {
        open(".", "&strictHostKeyChecking=no&useUserKnownHostsFile=false").checkReachable();
    }

    @Test
    void aDirectoryThatIsNotThereIsNotMade() throws IOException {
        assertThatIOException()
                .isThrownBy(unreachable()::checkReachable)
                .withMessageContaining("there is no directory not mounted");
        assertThat(server.home().resolve("not mounted")).doesNotExist();
    }

    @Test
    void theUriHasNoSecretAndNoOptions() {
        ObjectStore store = ContextStores.of(context).open("sftp://me:topsecret@127.0.0.1:1/x?password=secret2");

        assertThat(store.uri()).isEqualTo("sftp://me@127.0.0.1:1/x");
        assertThatIllegalArgumentException()
                .isThrownBy(() -> ContextStores.of(context).open("sftp://me:topsecret@host/x?passwort=secret2"))
                .withMessageContaining("passwort")
                .withMessageNotContaining("secret")
                .withNoCause();
    }

    @Test
    void aConnectionThatIsCutIsNoEnd() throws Exception {
        ObjectStore store = store();
        store.put("h/long", TestStreams.streamOf(new byte[50_000_000]));

        try (InputStream in = store.get("h/long")) {
            assertThat(in.readNBytes(1000)).hasSize(1000);
            server.cut();
            assertThatIOException().isThrownBy(in::readAllBytes);
        }
        assertThat(store.stat("h/long")).isPresent();
    }

    /** The store itself lets one thread at a time do so, which another process would not wait for. */
    @Test
    void ofEightProcessesOneMakesTheLock() throws Exception {
        String folder = Files.createTempDirectory(server.home(), "backups")
                .getFileName()
                .toString();
        String uri = uri(folder, "&strictHostKeyChecking=no");
        ComponentDescriptor kind = ComponentDescriptor.of("sftp", context).orElseThrow();
        try (FileServerDriver verbs =
                FileServerDriver.of(context.getEndpoint(kind.completed(uri)), kind, "sftp:here")) {
            for (int round = 0; round < 5; round++) {
                String name = "h/lock" + round;
                ExecutorService threads = Executors.newFixedThreadPool(8);
                List<Callable<Optional<Boolean>>> tasks =
                        Collections.nCopies(8, () -> verbs.putIfAbsent(name, new byte[10]));

                List<Optional<Boolean>> made = new ArrayList<>();
                for (Future<Optional<Boolean>> task : threads.invokeAll(tasks)) {
                    made.add(task.get());
                }
                threads.shutdown();

                assertThat(made).containsOnlyOnce(Optional.of(true)).doesNotContain(Optional.empty());
            }
            assertThat(verbs.list("h")).hasSize(5);
        }
    }

    /** The chunks by Camel's own endpoint, the rest by the store. */
    @Test
    void aBackupIsMadeAndRestored() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), 1, 1_000_000);
        OnePoll poll = new OnePoll();
        context.getRegistry().bind("poll", poll);
        context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
        String folder = Files.createTempDirectory(server.home(), "backups")
                .getFileName()
                .toString();
        String uri = uri(folder, "&strictHostKeyChecking=yes&knownHostsFile=" + server.knownHosts());
        context.addRoutes(new RouteBuilder() {
            @Override
            public void configure() {
                from("zfs:tank/a?prefix=h&initialDelay=0&repeatCount=1&pollStrategy=#poll&target=RAW(" + uri + ")")
                        .to("chunk:direct:one?size=200KiB")
                        .to("backup:commit");
                from("direct:one").to("pipe:zstd").to(uri + "&tempPrefix=.part-&fileExist=Fail");
                from("direct:restore")
                        .to("backup:read?source=tank/a@s1&prefix=h&target=RAW(" + uri + ")")
                        .to("zfs:tank/b");
            }
        });

        assertThat(poll.await()).isEqualTo(1);
        try (ProducerTemplate template = context.createProducerTemplate()) {
            template.requestBody("direct:restore", (Object) null);
        }

        assertThat(zfs.received()).isEqualTo(zfs.stream(1));
        assertThat(server.home().resolve(folder).resolve("h/map.json")).exists();
        assertThat(server.home().resolve(folder).resolve("h/lock/owner.json")).doesNotExist();
    }

    @Test
    void theCommandLineChecksItBacksUpAndRestores() throws IOException {
        FakeZfs zfs = FakeZfs.in(Files.createDirectories(directory.resolve("zfs")), 2, 300_000);
        Path place = Files.createTempDirectory(server.home(), "nas");
        String uri = uri(place.getFileName().toString(), "&knownHostsFile=" + server.knownHosts());
        String[] target = {"--zfs", zfs.command(), "--dataset", "tank/a", "target", "--uri", uri, "--prefix", "h"};

        assertThat(Cli.ok("target", "check", uri, "--quick", "--prefix", "h")).contains("can hold a restorable backup");
        assertThat(place.resolve("h")).isEmptyDirectory();

        assertThat(Cli.ok(target).lines()).hasSize(2);
        assertThat(Cli.ok(Cli.with(target, "verify")).lines()).hasSize(2).allMatch(line -> line.startsWith("Good"));
        Cli.ok(Cli.with(target, "restore", "--to", "tank/b"));
        assertThat(zfs.received()).isEqualTo(zfs.stream(2));
    }
}
