package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.zfsbackup.process.Host;

class MinaHostIT extends RemoteHostContract {
    @Override
    Host open(SshAddress address, Duration stall) {
        return MinaHost.of(address, stall);
    }

    @Override
    @AfterEach
    void closeHosts() {
        super.closeHosts();
        long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(5);
        while (!threads().isEmpty() && System.nanoTime() < end) {
            Thread.onSpinWait();
        }
        assertThat(threads()).isEmpty();
    }

    private static List<String> threads() {
        return Thread.getAllStackTraces().keySet().stream()
                .map(Thread::getName)
                .filter(name -> name.contains("sshd-"))
                .toList();
    }
}
