package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.ssh.CuttingProxy;

/** A replication to another host whose connection breaks again and again. */
@Tag("zfs")
@Tag("openzfs")
@Timeout(900)
@ExtendWith(NothingLeft.class)
class ReplicaCutIT {
    private static final int CUTS = 20;
    private static final int FEW = 6;
    private static final int STREAM_BYTES = 300_000;

    private static RealZfs pool;

    @TempDir
    static Path pools;

    @TempDir
    Path directory;

    @BeforeAll
    static void makePool() {
        pool = RealZfs.in(pools);
    }

    @AfterAll
    static void destroyPool() {
        pool.close();
    }

    @Test
    void twentyCutsDoNoHarm() throws IOException {
        FuseSource source = new FuseSource(pool, "cut");
        try (RemoteReplica replica = new RemoteReplica(directory, source)) {
            cut(replica, source, CUTS);
            assertThat(replica.resumed()).isZero();
        }
    }

    @Test
    void whereTheSourceCanDoThatABrokenStreamGoesOnWhereItWas() throws IOException {
        try (GuestSource source = new GuestSource("cut");
                RemoteReplica replica = new RemoteReplica(directory, source)) {
            cut(replica, source, FEW);
            assertThat(replica.resumed()).isPositive();
        }
    }

    /** Always so much is left that no run can come to its end before its cut. */
    private static void cut(RemoteReplica replica, RemoteReplica.Growing source, int cuts) throws IOException {
        long seed = System.nanoTime();
        System.out.println("seed of the cuts: " + seed);
        Random random = new Random(seed);
        int made = 0;
        List<String> there = List.of();
        for (int run = 0; run < cuts; run++) {
            while (made - there.size() < 3) {
                source.grow(STREAM_BYTES);
                made++;
            }
            int cut = random.nextInt(3 * STREAM_BYTES);
            String transport = random.nextInt(4) == 0 ? "openssh" : "mina";
            Cli cli = cut(replica, cut, transport);
            List<String> now = replica.snapshots();
            assertThat(cli.status())
                    .as("seed %d, cut at %d: %s", seed, cut, cli.out())
                    .isEqualTo(1);
            assertThat(cli.err()).contains("127.0.0.1:").doesNotContain("\tat ");
            assertThat(now.subList(0, there.size())).isEqualTo(there);
            there = now;
        }
        replica.assertGoesOn("openssh");
        assertThat(replica.snapshots()).hasSize(made);
    }

    private static Cli cut(RemoteReplica replica, int bytes, String transport) throws IOException {
        try (CuttingProxy proxy =
                CuttingProxy.afterBytesToServer(replica.guest().sshd().port(), bytes, CuttingProxy.Then.CUT)) {
            return replica.over(proxy.port(), transport);
        }
    }
}
