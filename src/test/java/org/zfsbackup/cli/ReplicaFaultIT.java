package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.ssh.CuttingProxy;

/** Faults between a dataset of this host and one of another host: each is reported, and the next run continues. */
@Tag("zfs")
@Tag("openzfs")
@Timeout(600)
@ExtendWith(NothingLeft.class)
class ReplicaFaultIT {
    private static final int BYTES = 3_000_000;
    private static final int BEFORE_IT = 1_000_000;
    private static final long LONGEST = 20L * RemoteReplica.STALL;

    /** Kills the sshd whose child the receive is. */
    private static final String KILL_SSHD =
            """
            receive=$(pgrep -f '^zfs receive' | head -1)
            while [ "$(cat /proc/$receive/comm)" != sshd ]; do receive=$(ps -o ppid= $receive | tr -d ' '); done
            kill -9 $receive
            """;

    private static RealZfs pool;
    private static int number;

    @TempDir
    static Path pools;

    @TempDir
    Path directory;

    private FuseSource source;
    private RemoteReplica replica;
    private long began;

    @BeforeAll
    static void makePool() {
        pool = RealZfs.in(pools);
    }

    @AfterAll
    static void destroyPool() {
        pool.close();
    }

    @BeforeEach
    void makeSource() {
        number++;
        source = new FuseSource(pool, "fault" + number);
        replica = new RemoteReplica(directory, source);
    }

    @AfterEach
    void destroyReplica() {
        replica.close();
    }

    /** The first snapshot has arrived already; the second one fails. */
    private void replicateOne() {
        source.grow(10_000);
        assertThat(replica.run("mina").err()).isEmpty();
        source.grow(BYTES);
        began = System.nanoTime();
    }

    private void assertFailed(Cli run, String... words) {
        assertThat(run.err()).contains(words).doesNotContain("\tat ");
        assertThat(run.status()).isEqualTo(1);
        assertThat((System.nanoTime() - began) / 1_000_000_000L).isLessThan(LONGEST);
        assertThat(replica.snapshots()).containsExactly("s1");
    }

    private void assertGoesOn() {
        replica.sendingAll();
        replica.receivingAll();
        replica.assertGoesOn("mina");
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssh", "mina"})
    void aHostWhoseSshdIsKilledIsNamed(String transport) throws IOException {
        replicateOne();
        Path kill = directory.resolve("kill");
        RemoteReplica.script(
                kill,
                "#!/bin/sh\nssh -F '%s' -o BatchMode=yes %s bash -s <<'END'\n%sEND\n"
                        .formatted(replica.guest().sshConfig(), replica.guest().host(), KILL_SSHD));
        replica.sending("stream \"$@\" | { head -c %d; %s; cat; }".formatted(BEFORE_IT, kill));
        assertFailed(
                replica.run(transport), "the connection to root@127.0.0.1:", "broke before the end of zfs receive");
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssh", "mina"})
    void aHostThatFallsSilentIsNotWaitedForLong(String transport) throws IOException {
        replicateOne();
        Cli run;
        try (CuttingProxy proxy =
                CuttingProxy.afterBytesToServer(replica.guest().sshd().port(), BEFORE_IT, CuttingProxy.Then.SILENT)) {
            run = replica.over(proxy.port(), transport);
        }
        assertFailed(run, "127.0.0.1:");
        assertGoesOn();
    }

    @ParameterizedTest
    @CsvSource({"openssh,0", "mina,1000000"})
    void aReceiveThatFailsIsToldInItsWords(String transport, int bytes) {
        replicateOne();
        replica.receiving(
                "head -c %d | zfs \"$@\" 2>/dev/null; echo 'the disk is on fire' >&2; exit 1".formatted(bytes));
        assertFailed(replica.run(transport), "zfs receive", "127.0.0.1:", "the disk is on fire");
        assertGoesOn();
    }

    @ParameterizedTest
    @CsvSource({"openssh,0", "openssh,3000000", "mina,1000000", "mina,3000000"})
    void aReceiveThatEndsWellBeforeItsStreamIsNoSuccess(String transport, int bytes) {
        replicateOne();
        replica.receiving("head -c %d | zfs \"$@\" >/dev/null 2>&1; exit 0".formatted(bytes));
        assertFailed(replica.run(transport), "zfs receive", "127.0.0.1:");
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {BEFORE_IT, BYTES})
    void aSendThatFailsIsNoSuccess(int bytes) {
        replicateOne();
        replica.sending("stream \"$@\" | head -c %d; echo 'the disk is on fire' >&2; exit 1".formatted(bytes));
        assertFailed(replica.run("mina"), "send", "the disk is on fire");
        assertGoesOn();
    }

    @ParameterizedTest
    @ValueSource(ints = {BEFORE_IT, BYTES})
    void aSendThatEndsWellBeforeItsEndIsNoSuccess(int bytes) {
        replicateOne();
        replica.sending("stream \"$@\" | head -c %d; exit 0".formatted(bytes));
        assertFailed(replica.run("openssh"), "is not a whole ZFS send stream");
        assertGoesOn();
    }

    @Test
    void aFullPoolIsToldAndGoesOnOnceThereIsRoom() {
        replica.guest()
                .sh(
                        """
                truncate -s 64M /run/small.img
                zpool create -O mountpoint=none small /run/small.img
                room=$(zfs get -Hp -o value available small)
                zfs create -o refreservation=$((room - 2000000)) small/filler
                """);
        try {
            replica.below("small");
            replicateOne();
            assertFailed(replica.run("openssh"), "its pool is full", "free some space and run it again");
            replica.guest().run("zfs", "set", "refreservation=none", "small/filler");
            assertGoesOn();
        } finally {
            replica.guest().sh("zpool destroy small; rm /run/small.img");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"openssh", "mina"})
    void whoIsNotLetInIsToldWhatIsMissing(String transport) throws IOException {
        source.grow(10_000);
        int port = replica.guest().sshd().port();
        Path known = replica.guest().sshd().knownHosts(directory.resolve("known"), port);
        Path stranger = directory.resolve("stranger");
        pool.run("ssh-keygen", "-q", "-t", "ed25519", "-N", "", "-f", stranger.toString());
        assertRefused(
                port,
                transport,
                known,
                stranger,
                "refuses the login: add the public half of the key that is used here to its");
        Path nobody = Files.createFile(directory.resolve("nobody"));
        Path key = replica.guest().sshd().loginKey();
        assertRefused(port, transport, nobody, key, "is not known here", "compare the fingerprint");
        try (ServerSocket mute = new ServerSocket(0, 5, InetAddress.getLoopbackAddress())) {
            assertRefused(mute.getLocalPort(), transport, known, key, "does not answer");
        }
        assertThat(replica.snapshots()).isEmpty();
        assertGoesOn();
    }

    private void assertRefused(int port, String transport, Path known, Path key, String... words) {
        began = System.nanoTime();
        Cli run = Cli.run(replica.command(port, transport, known.toString(), key.toString()));
        assertThat(run.err()).contains("root@127.0.0.1:" + port).contains(words).doesNotContain("\tat ");
        assertThat(run.err().strip().lines()).hasSize(1);
        assertThat(run.status()).isEqualTo(1);
        assertThat((System.nanoTime() - began) / 1_000_000_000L).isLessThan(LONGEST);
    }
}
