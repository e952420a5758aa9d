package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.GuestMachine;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.fixture.RealZfs;

/** The other host loses its power while it receives. It is started again as it was, for whoever tests after this. */
@Tag("zfs")
@Tag("openzfs")
@Timeout(900)
@ExtendWith(NothingLeft.class)
class ReplicaPowerCutIT {
    @TempDir
    Path directory;

    @Test
    void afterAPowerCutTheNextRunGoesOn() {
        try (RealZfs pool = RealZfs.in(directory)) {
            FuseSource source = new FuseSource(pool, "power");
            try (RemoteReplica replica = new RemoteReplica(directory, source)) {
                source.grow(300_000);
                assertThat(replica.run("mina").err()).isEmpty();
                replica.guest().run("zpool", "sync");
                source.grow(3_000_000);
                GuestMachine machine = replica.guest().machine();
                replica.sending("stream \"$@\" | { head -c 1000000; %s; cat; }".formatted(machine.powerCut()));
                Cli run;
                try {
                    run = replica.run("mina");
                } finally {
                    machine.startAgain();
                }
                assertThat(run.status()).isEqualTo(1);
                assertThat(run.err())
                        .contains("the connection to root@127.0.0.1:", "broke before the end of zfs receive")
                        .doesNotContain("\tat ");
                assertThat(replica.snapshots()).containsExactly("s1");
                replica.sendingAll();
                replica.assertGoesOn("openssh");
            }
        }
    }
}
