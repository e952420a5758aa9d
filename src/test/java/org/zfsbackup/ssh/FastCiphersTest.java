package org.zfsbackup.ssh;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.process.Command;

/** With the real ssh, which is asked for its configuration alone. */
class FastCiphersTest {
    @TempDir
    Path folder;

    private List<String> option(String configuration, String... more) throws IOException {
        Path file = Files.writeString(folder.resolve("config"), configuration);
        return FastCiphers.option(Command.of("ssh", "-F", file.toString()).with(more), "me@nas");
    }

    @Test
    void theOrderIsChangedAndNothingElse() throws IOException {
        List<String> option = option("");

        assertThat(option).hasSize(1);
        assertThat(option.get(0))
                .startsWith("Ciphers=aes128-gcm@openssh.com,aes256-gcm@openssh.com,chacha20-poly1305@");
        Command ssh = Command.of("ssh", "-F", "none");
        assertThat(FastCiphers.ciphers(ssh.with("-o", option.get(0), "-G", "nas"))
                        .split(","))
                .containsExactlyInAnyOrder(
                        FastCiphers.ciphers(ssh.with("-G", "nas")).split(","));
    }

    @Test
    void whatTheUserHasChosenStays() throws IOException {
        assertThat(option("Ciphers aes256-ctr")).isEmpty();
        assertThat(option("Host nas\nCiphers -aes128-gcm@openssh.com")).isEmpty();
        assertThat(option("", "-o", "Ciphers=chacha20-poly1305@openssh.com")).isEmpty();
        assertThat(option("Host another\nCiphers aes256-ctr")).isNotEmpty();
    }

    @Test
    void whoSaysNothingOfCiphersIsLeftAlone() throws IOException {
        assertThat(option("NoSuchOption yes")).isEmpty();
        assertThat(FastCiphers.option(Command.of("echo"), "nas")).isEmpty();
        assertThat(FastCiphers.option(Command.of("/no/such/ssh"), "nas")).isEmpty();
    }

    @ParameterizedTest
    @CsvSource({
        "'flags\t\t: fpu sse2 aes avx', true",
        "'Features\t: fp asimd aes crc32', true",
        "'flags : fpu vaes', false",
        "'model name : aes', false"
    })
    void theProcessorIsAsked(String text, boolean possible) throws IOException {
        assertThat(FastCiphers.arePossible(Files.writeString(folder.resolve("cpuinfo"), "x : y\n" + text + "\n")))
                .isEqualTo(possible);
        assertThat(FastCiphers.arePossible(folder.resolve("none"))).isFalse();
    }
}
