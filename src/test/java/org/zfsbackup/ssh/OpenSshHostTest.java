package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.process.Command;

class OpenSshHostTest {
    private static final List<Command> LINE = List.of(Command.of("zfs", "list", "a b"), Command.of("cat"));

    private static List<String> words(SshAddress address, int seconds, boolean fed) {
        return OpenSshHost.of(address, Command.of("ssh", "-F", "file"), Duration.ofSeconds(seconds))
                .command(LINE, fed)
                .words();
    }

    @Test
    void theCommandIsOneWordBehindTheAddress() {
        List<String> words = words(SshAddress.parse("me@nas"), 300, true);

        assertThat(words).startsWith("ssh", "-F", "file").endsWith("--", "me@nas", "zfs list 'a b' | cat");
        assertThat(words).doesNotContain("-n", "-p", "-i");
        assertThat(words(SshAddress.parse("me@nas"), 300, false)).contains("-n");
    }

    @Test
    void theUsersOptionsGoFirst() {
        List<String> words =
                words(SshAddress.parse("nas").withOptions(List.of("StrictHostKeyChecking=accept-new")), 300, true);

        assertThat(words)
                .containsSubsequence(
                        "-o",
                        "StrictHostKeyChecking=accept-new",
                        "-o",
                        "BatchMode=yes",
                        "-o",
                        "StrictHostKeyChecking=yes");
    }

    @Test
    void aesGoesFirstBehindWhatTheUserHasSaid(@TempDir Path folder) throws IOException {
        Path script = Files.writeString(folder.resolve("ssh"), "#!/bin/sh\necho ciphers slow,aes128-gcm@openssh.com\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        SshAddress address = SshAddress.parse("nas").withOptions(List.of("Ciphers=mine"));
        Command ssh = Command.of(script.toString());

        assertThat(new OpenSshHost(address, ssh, Duration.ofMinutes(5), true)
                        .command(LINE, true)
                        .words())
                .containsSubsequence("-o", "Ciphers=mine", "-o", "Ciphers=aes128-gcm@openssh.com,slow", "--", "nas");
        assertThat(new OpenSshHost(address, ssh, Duration.ofMinutes(5), false)
                        .command(LINE, true)
                        .words())
                .contains("Ciphers=mine")
                .doesNotContain("Ciphers=aes128-gcm@openssh.com,slow");
    }

    @Test
    void portIdentityAndKnownHostsAreGiven() {
        SshAddress address = SshAddress.parse("nas")
                .withPort(2222)
                .withIdentity(Path.of("/keys/50% mine"))
                .withKnownHosts(Path.of("/a b/hosts"));

        assertThat(words(address, 300, true))
                .containsSubsequence("-p", "2222", "-i", "/keys/50%% mine", "-o", "IdentitiesOnly=yes")
                .containsSubsequence("-o", "UserKnownHostsFile=\"/a b/hosts\"");
    }

    @ParameterizedTest
    @CsvSource({"600, 30, 120", "60, 30, 12", "3, 3, 3", "1, 1, 3"})
    void theLineIsLookedAfterWithinTheStallTime(int stall, int connect, int interval) {
        assertThat(words(SshAddress.parse("nas"), stall, true))
                .contains("ConnectTimeout=" + connect, "ServerAliveInterval=" + interval, "ServerAliveCountMax=3");
    }

    @ParameterizedTest
    @CsvSource({
        "UNKNOWN_KEY, 'No ED25519 host key is known for nas and you have requested strict checking.'",
        "CHANGED_KEY, '@    WARNING: REMOTE HOST IDENTIFICATION HAS CHANGED!     @\nHost key verification failed.'",
        "DENIED, 'me@nas: Permission denied (publickey).'",
        "NO_SUCH_HOST, 'ssh: Could not resolve hostname nas: Name or service not known'",
        "REFUSED, 'ssh: connect to host nas port 22: Connection refused'",
        "NO_ROUTE, 'ssh: connect to host nas port 22: No route to host'",
        "TIMED_OUT, 'ssh: connect to host nas port 22: Connection timed out'",
        "TIMED_OUT, 'Connection timed out during banner exchange'",
        "BROKEN, 'Timeout, server nas not responding.'",
        "BROKEN, 'Connection to nas closed by remote host.'",
        "BROKEN, 'client_loop: send disconnect: Broken pipe'",
        "BROKEN, 'kex_exchange_identification: read: Connection reset by peer'",
        "UNCLEAR, 'cannot open: Permission denied'",
        "UNCLEAR, ''"
    })
    void whatSshSaysIsUnderstood(SshFailureKind trouble, String errors) {
        assertThat(SshFailureKind.in(errors)).isEqualTo(trouble);
        assertThat(trouble.sentence(SshAddress.parse("me@nas"))).contains("me@nas");
    }
}
