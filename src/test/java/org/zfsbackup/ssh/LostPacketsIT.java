package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.zfsbackup.fixture.LossyNetwork;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.OpenSshServer;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;
import org.zfsbackup.process.CommandSink;
import org.zfsbackup.process.CommandSource;
import org.zfsbackup.process.Host;
import org.zfsbackup.stream.CountingStream;

/** A network that loses every packet from one moment on: no end, no reset, no acknowledgement. It needs root, as ZFS does. */
@Tag("zfs")
@Timeout(600)
@ExtendWith(NothingLeft.class)
class LostPacketsIT {
    private static final Duration STALL = Duration.ofSeconds(3);
    private static final Duration SOON = Duration.ofMinutes(5);
    private static final int BEFORE_IT = 2_000_000;

    private static LossyNetwork network;
    private static OpenSshServer server;

    @TempDir
    static Path home;

    @BeforeAll
    static void startServer() throws Exception {
        network = LossyNetwork.make();
        server = OpenSshServer.start(home, network);
    }

    @AfterAll
    static void stopServer() {
        server.close();
        network.close();
    }

    static Stream<Host> hosts() throws IOException {
        SshAddress address = SshAddress.parse(System.getProperty("user.name") + "@" + network.address())
                .withPort(server.port)
                .withIdentity(server.userKey())
                .withKnownHosts(server.knownHosts());
        return Stream.of(OpenSshHost.of(address, Command.of("ssh", "-F", "none"), STALL), MinaHost.of(address, STALL));
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void aStreamThatComesFromThereEndsAsAFailure(Host host) throws IOException {
        try (host;
                InputStream in = CommandSource.start(host, Command.of("cat", "/dev/zero"), STALL)) {
            in.readNBytes(BEFORE_IT);
            network.lose();
            long began = System.nanoTime();
            assertThatIOException().isThrownBy(in::readAllBytes).withMessageContaining(network.address());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        } finally {
            network.loseNoMore();
        }
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void aStreamThatGoesThereEndsAsAFailure(Host host) throws IOException {
        AtomicLong began = new AtomicLong();
        AtomicLong sent = new AtomicLong();
        try (host) {
            InputStream endless = new CountingStream(new Zeros(), count -> {
                if (sent.addAndGet(count) >= BEFORE_IT && began.compareAndSet(0, System.nanoTime())) {
                    network.lose();
                }
            });
            assertThatIOException()
                    .isThrownBy(() -> CommandSink.feed(
                            host, List.of(Command.of("sh", "-c", "cat >/dev/null")), endless, STALL, STALL))
                    .withMessageContaining(network.address());
            assertThat(Duration.ofNanos(System.nanoTime() - began.get())).isLessThan(SOON);
        } finally {
            network.loseNoMore();
        }
    }

    @ParameterizedTest
    @MethodSource("hosts")
    void aHostFromWhichNothingComesIsNotWaitedForLong(Host host) throws IOException {
        try (host) {
            assertThat(CommandOutput.ofSuccess(host, Command.of("echo", "a"), STALL))
                    .isEqualTo("a\n");
            network.lose();
            long began = System.nanoTime();
            assertThatIOException()
                    .isThrownBy(() -> CommandOutput.ofSuccess(host, Command.of("echo", "b"), STALL))
                    .withMessageContaining(network.address());
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(SOON);
        } finally {
            network.loseNoMore();
        }
    }

    /** No end of them. */
    private static final class Zeros extends InputStream {
        @Override
        public int read() {
            return 0;
        }

        @Override
        public int read(byte[] target, int offset, int length) {
            Arrays.fill(target, offset, offset + length, (byte) 0);
            return length;
        }
    }
}
