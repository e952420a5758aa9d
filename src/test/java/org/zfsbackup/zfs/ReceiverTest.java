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

class ReceiverTest {
    private static final DatasetName DATASET = new DatasetName("backup/a");

    @TempDir
    Path directory;

    private Receiver receiver(String script) throws IOException {
        Path zfs = Files.writeString(directory.resolve("zfs"), "#!/bin/sh\n" + script + "\n");
        assertThat(zfs.toFile().setExecutable(true)).isTrue();
        return new Zfs(Command.of(zfs.toString()), Duration.ofSeconds(30)).receiver();
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
