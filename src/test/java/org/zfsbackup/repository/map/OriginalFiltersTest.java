package org.zfsbackup.repository.map;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.pipe.PipeSpec;

class OriginalFiltersTest {
    private static List<PipeSpec> pipes(String... commands) throws DamagedMapException {
        return OriginalFilters.pipes(
                List.of(commands).stream().map(line -> List.of(line.split(" "))).toList());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gunzip",
                "/usr/bin/gunzip",
                "gunzip -c",
                "unpigz",
                "/usr/local/bin/unpigz",
                "zcat",
                "gzip -d",
                "gzip -dc",
                "pigz -d"
            })
    void gzipIsKnownByTheBaseNameOfItsInverse(String command) throws DamagedMapException {
        assertThat(pipes(command)).containsExactly(PipeSpec.of("gzip"));
    }

    @ParameterizedTest
    @ValueSource(strings = {"aes-128-cbc", "aes-192-cbc", "aes-256-cbc", "aes-256-ctr"})
    void opensslIsKnownWithItsCipher(String cipher) throws DamagedMapException {
        assertThat(pipes("/usr/bin/openssl enc -" + cipher + " -d -salt -pass file:/x"))
                .containsExactly(new PipeSpec("openssl", Map.of("cipher", cipher, "derivation", "original")));
    }

    @Test
    void catChangesNothing() throws DamagedMapException {
        assertThat(pipes("/bin/cat")).isEmpty();
        assertThat(pipes("cat", "gunzip", "cat")).containsExactly(PipeSpec.of("gzip"));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "rm -rf /",
                "cat /etc/passwd",
                "gzip",
                "gunzip /x",
                "sh -c gunzip",
                "xz -d",
                "gunzip; rm",
                "openssl",
                "openssl enc -aes-256-cbc -e",
                "openssl rsa -d -aes-256-cbc",
                "openssl enc -des3 -d",
                "openssl enc -aes-256-cbc -d -pbkdf2",
                "openssl enc -aes-256-cbc -d -nosalt",
                "openssl enc -aes-256-cbc -d -md md5"
            })
    void anyOtherFilterIsRefusedByName(String command) {
        assertThatExceptionOfType(DamagedMapException.class)
                .isThrownBy(() -> pipes("gunzip", command))
                .withMessageContaining("the filter '" + command + "'");
    }
}
