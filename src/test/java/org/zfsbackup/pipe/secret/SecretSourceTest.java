package org.zfsbackup.pipe.secret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.Trees;

class SecretSourceTest {
    @TempDir
    Path directory;

    private Path file(String mode) throws IOException {
        Path file = Trees.secret(directory.resolve("secret"), "korrekt\nsecond line\n");
        return Files.setPosixFilePermissions(file, PosixFilePermissions.fromString(mode));
    }

    private static String text(Secret secret) {
        return new String(secret.bytes(), StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-------", "r--------", "rwx------", "rw---x--x"})
    void aFileOfItsOwnerAloneIsRead(String mode) throws IOException {
        try (Secret secret = SecretFile.of(file(mode)).read();
                Secret password = SecretFile.of(file(mode)).password()) {
            assertThat(text(secret)).isEqualTo("korrekt\nsecond line\n");
            assertThat(text(password)).isEqualTo("korrekt");
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"rw-r-----", "rw----r--", "rw--w----", "rw-----w-", "rw-rw-rw-"})
    void aFileThatOthersMayUseIsRefusedUnlessThatIsAllowed(String mode) throws IOException {
        Path file = file(mode);
        assertThatThrownBy(() -> SecretFile.of(file).read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining(file.toString())
                .hasMessageContaining(mode)
                .hasMessageContaining("chmod 600")
                .hasMessageContaining("--allow-readable-secrets");
        try (Secret password = new SecretFile(file, true).password()) {
            assertThat(text(password)).isEqualTo("korrekt");
        }
    }

    @Test
    void theModeOfWhatALinkLeadsToCounts() throws IOException {
        Path link = Files.createSymbolicLink(directory.resolve("link"), file("rw-r--r--"));
        assertThatThrownBy(() -> SecretFile.of(link).read()).hasMessageContaining("rw-r--r--");
    }

    @Test
    void aMissingFileIsNamed() {
        SecretFile missing = SecretFile.of(directory.resolve("missing"));
        assertThatThrownBy(missing::read).isInstanceOf(IOException.class).hasMessageContaining("missing");
    }

    @Test
    void anEnvironmentVariableIsRead() throws IOException {
        try (Secret secret = new SecretVariable("PATH").read()) {
            assertThat(text(secret)).isEqualTo(System.getenv("PATH"));
        }
        assertThatThrownBy(() -> new SecretVariable("ZFSBACKUP_NO_SUCH").read())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("ZFSBACKUP_NO_SUCH");
    }

    @Test
    void aReferenceIsResolvedEachTime() throws IOException {
        String[] answers = {"one", "two"};
        int[] asked = {0};
        SecretReference reference =
                new SecretReference("vault:x", name -> (name + answers[asked[0]++]).getBytes(StandardCharsets.UTF_8));
        try (Secret first = reference.read();
                Secret second = reference.read()) {
            assertThat(text(first)).isEqualTo("vault:xone");
            assertThat(text(second)).isEqualTo("vault:xtwo");
        }
    }

    @Test
    void aClosedSecretIsWipedAndNoneIsEverShown() throws IOException {
        SecretFile source = SecretFile.of(file("rw-------"));
        Secret secret = source.password();
        byte[] bytes = secret.bytes();
        assertThat(secret.toString() + source + source.place()).doesNotContain("korrekt");
        secret.close();
        assertThat(bytes).hasSize(7).containsOnly(0);
    }

    @Test
    void twoPlacesForOneSecretAreTooMany() {
        SecretSource file = SecretFile.of(directory.resolve("a"));
        SecretSource variable = new SecretVariable("B");
        assertThat(SecretSource.oneOf("the password", null, variable)).contains(variable);
        assertThat(SecretSource.oneOf("the password", null, null)).isEmpty();
        assertThatThrownBy(() -> SecretSource.oneOf("the password", file, variable))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("the password")
                .hasMessageContaining("variable B");
    }
}
