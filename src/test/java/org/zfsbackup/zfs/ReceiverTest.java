package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.Host;

class ReceiverTest {
    private static final DatasetName DATASET = new DatasetName("backup/a");

    private static final Duration SHORT = Duration.ofMillis(400);

    @TempDir
    Path directory;

    private Receiver receiver(String script) throws IOException {
        return receiver(script, Duration.ofSeconds(30), Duration.ofSeconds(30));
    }

    private Receiver receiver(String script, Duration stallTimeout, Duration finishTimeout) throws IOException {
        Path zfs = Files.writeString(directory.resolve("zfs"), "#!/bin/sh\n" + script + "\n");
        assertThat(zfs.toFile().setExecutable(true)).isTrue();
        return new Zfs(Host.local(), Command.of(zfs.toString()), stallTimeout, finishTimeout).receiver();
    }

    @Test
    void receiveThatWorksAfterItsLastByte_succeeds() throws IOException {
        Path done = directory.resolve("done");
        receiver("cat >/dev/null; sleep 2; touch " + done, SHORT, Duration.ofMinutes(5))
                .receive(DATASET, ReceiveOptions.PLAIN, List.of(), new ByteArrayInputStream(new byte[1000]));
        assertThat(done).exists();
    }

    @Test
    void receiveThatDoesNotEnd_namesDatasetAndWayOut() throws IOException {
        Receiver receiver = receiver("cat >/dev/null; exec sleep 1000", Duration.ofMinutes(5), SHORT);

        assertThatThrownBy(() -> receiver.receive(
                        DATASET, ReceiveOptions.PLAIN, List.of(), new ByteArrayInputStream(new byte[1000])))
                .hasMessageContaining("the receive of backup/a was given its whole stream, but did not end")
                .hasMessageContaining("--finish-timeout")
                .hasMessageContaining("receive -u backup/a did not end within 0.4 seconds after its last byte");
    }

    @Test
    void aPropertyThatMayNotBeSetIsNoFailureAsItIsNoneForZfs() throws IOException {
        receiver("cat >/dev/null; echo \"cannot receive readonly property on backup/a: permission denied\" >&2")
                .receive(DATASET, ReceiveOptions.PLAIN, List.of(), new ByteArrayInputStream(new byte[1000]));
    }

    @Test
    void whoMayNotGiveUpABrokenOffReceiveIsToldWhoMay() throws IOException {
        Receiver receiver = receiver("echo \"cannot destroy 'backup/a/%recv': permission denied\" >&2; exit 1");

        assertThatThrownBy(() -> receiver.abandon(DATASET))
                .hasMessageContaining("`zfs receive -A backup/a`")
                .hasMessageContaining("%recv");
    }
}
