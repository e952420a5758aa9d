package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import java.util.stream.LongStream;
import org.assertj.core.api.ThrowableAssert.ThrowingCallable;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.LocalServer;
import org.zfsbackup.fixture.OpenSshServer;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSink;
import org.zfsbackup.process.CommandSource;
import org.zfsbackup.process.Host;

/** What holds for commands on other hosts: also what may go wrong on the way there. */
abstract class RemoteHostContract extends HostContract {
    private static final int LENGTH = 8_000_000;

    static OpenSshServer server;

    private final List<Host> opened = new ArrayList<>();

    @BeforeAll
    static void startServer(@TempDir Path home) throws Exception {
        server = OpenSshServer.start(home);
    }

    @AfterAll
    static void stopServer() {
        server.close();
    }

    @AfterEach
    void closeHosts() {
        opened.forEach(Host::close);
    }

    abstract Host open(SshAddress address, Duration stall);

    private Host opened(SshAddress address, Duration stall) {
        Host host = open(address, stall);
        opened.add(host);
        return host;
    }

    final SshAddress address(int port) throws IOException {
        return SshAddress.parse(System.getProperty("user.name") + "@127.0.0.1")
                .withPort(port)
                .withIdentity(server.userKey())
                .withKnownHosts(server.knownHosts(directory.resolve("known hosts"), port, "host"));
    }

    @Override
    Host host() throws IOException {
        return opened(address(server.port), REST);
    }

    private static ThrowingCallable run(Host host) {
        return () -> CommandOutput.ofSuccess(host, Command.of("true"), REST);
    }

    @Test
    void anUnknownHostIsRefusedWithWhatToDo() throws IOException {
        Path none = Files.createFile(directory.resolve("none"));

        assertThatIOException()
                .isThrownBy(run(opened(address(server.port).withKnownHosts(none), REST)))
                .withMessageContaining("is not known here")
                .withMessageContaining("compare the fingerprint");
        assertThat(none).isEmptyFile();
    }

    @Test
    void aHostWithAnotherKeyIsRefusedAsAnAttack() throws IOException {
        Path other = server.knownHosts(directory.resolve("other"), server.port, "user");

        assertThatIOException()
                .isThrownBy(run(opened(address(server.port).withKnownHosts(other), REST)))
                .withMessageContaining("has changed")
                .withMessageContaining("ssh-keygen -R '[127.0.0.1]:" + server.port + "'");
        assertThat(other).isNotEmptyFile();
    }

    @Test
    void aRevokedKeyIsRefused() throws IOException {
        SshAddress address = address(server.port);
        Path file = address.knownHosts().orElseThrow();
        String line = Files.readString(file);
        Files.writeString(file, line + "@revoked " + line);

        assertThatIOException().isThrownBy(run(opened(address, REST))).withMessageContaining("revoked");
    }

    @Test
    void aHashedNameIsKnown() throws Exception {
        SshAddress address = address(server.port);
        String file = address.knownHosts().orElseThrow().toString();
        assertThat(new ProcessBuilder("ssh-keygen", "-H", "-f", file)
                        .redirectErrorStream(true)
                        .start()
                        .waitFor())
                .isZero();
        assertThat(Files.readString(Path.of(file))).startsWith("|1|");

        assertThat(CommandOutput.ofSuccess(opened(address, REST), Command.of("echo", "a"), REST))
                .isEqualTo("a\n");
    }

    @ParameterizedTest
    @ValueSource(strings = {"ed25519", "ecdsa", "rsa"})
    void aWrongKeyIsRefusedWithWhatToDo(String type) throws Exception {
        Path key = directory.resolve("id_" + type);
        new ProcessBuilder("ssh-keygen", "-q", "-t", type, "-N", "", "-f", key.toString())
                .start()
                .waitFor();

        assertThatIOException()
                .isThrownBy(run(opened(address(server.port).withIdentity(key), REST)))
                .withMessageContaining("refuses the login")
                .withMessageContaining("authorized_keys");
    }

    @Test
    void aPortWhereNobodyListensIsNamed() throws IOException {
        assertThatIOException()
                .isThrownBy(run(opened(address(LocalServer.freePort()), REST)))
                .withMessageContaining("refuses the connection");
    }

    @Test
    void aNameThatNobodyKnowsIsNamed() {
        assertThatIOException()
                .isThrownBy(run(opened(SshAddress.parse("no-such-host.invalid"), REST)))
                .withMessageContaining("no-such-host.invalid")
                .withMessageContaining("cannot be resolved");
    }

    @Test
    void aServerThatNeverAnswersIsNotWaitedForLong() throws IOException {
        Duration stall = Duration.ofSeconds(3);
        long began = System.nanoTime();
        try (ServerSocket silent = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            Host host = opened(address(silent.getLocalPort()), stall);

            assertThatIOException()
                    .isThrownBy(() -> CommandOutput.ofSuccess(host, Command.of("true"), stall))
                    .withMessageContaining("127.0.0.1");
        }
        assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(5));
    }

    static LongStream cuts() {
        Random random = new Random(7);
        return LongStream.concat(LongStream.of(0, 1, 1000, LENGTH), random.longs(16, 0, LENGTH));
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aSourceWhoseConnectionIsCutNeverEnds(long bytes) throws IOException {
        try (CuttingProxy proxy = CuttingProxy.afterBytesToClient(server.port, bytes, CuttingProxy.Then.CUT)) {
            Host host = opened(address(proxy.port()), REST);

            assertThatIOException()
                    .isThrownBy(() -> {
                        Command command = Command.of("head", "-c", Integer.toString(LENGTH), "/dev/zero");
                        try (InputStream in = CommandSource.start(host, command, REST)) {
                            in.transferTo(OutputStream.nullOutputStream());
                        }
                    })
                    .withMessageContaining("127.0.0.1");
        }
    }

    @ParameterizedTest
    @MethodSource("cuts")
    void aSinkWhoseConnectionIsCutIsNoSuccess(long bytes) throws IOException {
        try (CuttingProxy proxy = CuttingProxy.afterBytesToServer(server.port, bytes, CuttingProxy.Then.CUT)) {
            Host host = opened(address(proxy.port()), REST);

            assertThatIOException()
                    .isThrownBy(() -> CommandSink.feed(
                            host, List.of(shell("cat >/dev/null")), TestStreams.streamOf(new byte[LENGTH]), REST, REST))
                    .withMessageContaining("127.0.0.1");
        }
    }

    /** A status comes when the command ends, which may be before its output does. */
    @Test
    void anExitStatusIsNoSuccessAsLongAsOutputIsToCome() throws Exception {
        Command command = shell("(sleep 2; echo late) & echo early");
        try (InputStream in = CommandSource.start(host(), command, REST)) {
            assertThat(in.read()).isGreaterThan(0);
            awaitSoon();
            server.cut();
            assertThatIOException().isThrownBy(in::readAllBytes).withMessageContaining("broke before the end of sh");
        }
    }

    @Test
    void aLineThatFallsSilentIsNotWaitedForLong() throws IOException {
        Duration stall = Duration.ofSeconds(3);
        try (CuttingProxy proxy = CuttingProxy.afterBytesToClient(server.port, 1_000_000, CuttingProxy.Then.SILENT)) {
            Host host = opened(address(proxy.port()), stall);
            long began = System.nanoTime();

            assertThatIOException()
                    .isThrownBy(() ->
                            CommandOutput.ofSuccess(host, Command.of("head", "-c", "3000000", "/dev/zero"), stall));

            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(Duration.ofMinutes(5));
        }
    }

    /** Until what the other side has sent is here. */
    private static void awaitSoon() throws Exception {
        CompletableFuture.runAsync(() -> {}, CompletableFuture.delayedExecutor(300, TimeUnit.MILLISECONDS))
                .get();
    }

    @Test
    void theHostIsOfUseAgainAfterACut() throws Exception {
        Host host = host();
        assertThat(CommandOutput.ofSuccess(host, Command.of("echo", "a"), REST)).isEqualTo("a\n");
        server.cut();

        awaitSoon();

        assertThat(CommandOutput.ofSuccess(host, Command.of("echo", "b"), REST)).isEqualTo("b\n");
    }

    @Test
    void aHostThatIsClosedEndsItsCommands() throws Exception {
        Host host = host();
        InputStream in = CommandSource.start(host, shell("echo a; sleep 3"), REST);
        assertThat(in.read()).isEqualTo('a');

        host.close();
        host.close();

        assertThatIOException().isThrownBy(in::readAllBytes);
        in.close();
    }
}
