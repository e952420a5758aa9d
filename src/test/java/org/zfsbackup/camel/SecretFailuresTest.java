package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.catchThrowable;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.stream.Stream;
import org.apache.camel.RuntimeCamelException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.Exposure;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.operation.VerifyReport;

/** Whatever fails on the way to a secret, or with it, tells of its place and never of the secret. */
@Timeout(300)
class SecretFailuresTest {
    private static final String PASSWORD = "korrekt-pferd-batterie";
    private static final String WRONG = "falsch-pferd-batterie";
    private static final String IDENTITY = CamelSecretsTest.IDENTITY;
    private static final String OTHER = "AGE-SECRET-KEY-1MAF8T95F30UE0T8CECYK48NYZPCLYFC4RF6KT8484TFGZHWGS24QRFWGQK";
    private static final String RECIPIENTS = CamelSecretsTest.TO_RECIPIENT;

    @TempDir
    Path directory;

    private Exposure exposure;
    private SecretRoutes routes;

    @BeforeEach
    void prepare() throws IOException {
        exposure = new Exposure();
        routes = new SecretRoutes(directory, exposure, this::vault);
        Trees.secret(directory.resolve("password"), PASSWORD + "\n");
        Trees.secret(directory.resolve("wrong"), WRONG + "\n");
        Trees.secret(directory.resolve("identity"), IDENTITY + "\n");
        Trees.secret(directory.resolve("other"), OTHER + "\n");
        Trees.secret(directory.resolve("no-identity"), WRONG + "\n");
        Trees.secret(directory.resolve("empty"), "\n" + PASSWORD);
        Path open = Trees.secret(directory.resolve("readable"), PASSWORD + "\n");
        Files.setPosixFilePermissions(open, PosixFilePermissions.fromString("rw-r--r--"));
        Files.createDirectory(directory.resolve("folder"));
    }

    @AfterEach
    void nothingIsLeft() {
        routes.close();
        exposure.close();
        Remains.assertNone();
    }

    /** The vaults of Camel quote the value where it is not the JSON that is asked for. */
    private String vault(String name) {
        return switch (name) {
            case "password" -> PASSWORD;
            case "placeholder" -> PASSWORD + "{{" + WRONG + "}}";
            default ->
                throw new RuntimeCamelException(
                        "cannot recover " + name, new IllegalStateException("Unrecognized token '" + PASSWORD + "'"));
        };
    }

    private String in(String option) {
        return option.replace("HERE", directory.toString());
    }

    private void assertToldWithoutTheSecret(Throwable thrown, String words) throws Exception {
        assertThat(thrown).isNotNull();
        exposure.add("thrown", thrown);
        exposure.assertTaken("thrown", in(words));
        routes.tellAll();
        exposure.assertNoneOf(PASSWORD, WRONG, IDENTITY, OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "passwordFile=HERE/readable, 'HERE/readable holds a secret, and its mode is rw-r--r--'",
        "passwordFile=HERE/folder, the file HERE/folder",
        "passwordFile=HERE/missing, the file HERE/missing does not exist",
        "passwordFile=HERE/empty, the first line of the file HERE/empty is empty",
        "passwordReference=env:ZFSBACKUP_NO_SUCH, cannot resolve the secret reference env:ZFSBACKUP_NO_SUCH: not found",
        "passwordReference=nowhere:x, cannot resolve the secret reference nowhere:x: not found",
        "passwordReference=no.such.property, cannot resolve the secret reference no.such.property: not found",
        "passwordReference=vault:json/key, '(RuntimeCamelException, by IllegalStateException'"
    })
    void aSecretThatIsNotToBeHadFailsTheBackupAndTheRestore(String option, String words) throws Exception {
        assertToldWithoutTheSecret(
                catchThrowable(() -> routes.backUp(CamelSecretsTest.OPENSSL + "&" + in(option))), words);
        routes.close();
        routes = new SecretRoutes(directory, exposure, this::vault);
        routes.backUp(CamelSecretsTest.OPENSSL + "&" + in("passwordFile=HERE/password"));
        assertToldWithoutTheSecret(catchThrowable(() -> routes.restore(in(option))), words);
        assertToldWithoutTheSecret(catchThrowable(() -> routes.verify(in(option))), words);
    }

    /** For openssl, what is told depends on what comes first: garbage that is no stream, or the padding at the end. */
    @ParameterizedTest
    @CsvSource({
        "openssl?iterations=1&passwordFile=HERE/password, passwordFile=HERE/wrong, ''",
        "age?workFactor=10&passwordFile=HERE/password, passwordFile=HERE/wrong, 'the passphrase in the file HERE/wrong'",
        RECIPIENTS + ", identityFile=HERE/other, no identity in the file HERE/other belongs to a recipient"
    })
    void wrongKey_isNeverCalledDamage(String pipe, String option, String words) throws Exception {
        routes.backUp(in(pipe));
        assertToldWithoutTheSecret(catchThrowable(() -> routes.restore(in(option))), words);
        assertThat(routes.verify(in(option)).results()).hasSize(1).allSatisfy(result -> {
            assertThat(result.state()).isEqualTo(VerifyReport.State.WRONG_KEY);
            exposure.add("remark", result);
            exposure.assertTaken("remark", in(words));
        });
        exposure.assertNoneOf(PASSWORD, WRONG, IDENTITY, OTHER);
    }

    @ParameterizedTest
    @CsvSource({
        "identityFile=HERE/no-identity, identity 1 in the file HERE/no-identity is not an identity of age",
        "identityReference=vault:password, the reference vault:password is not an identity of age",
        "identityReference=vault:json/key, cannot resolve the secret reference vault:json/key: not found"
    })
    void unusableIdentity_endsTheRestoreAndTheVerification(String option, String words) throws Exception {
        routes.backUp(in(RECIPIENTS));
        assertToldWithoutTheSecret(catchThrowable(() -> routes.restore(in(option))), words);
        assertToldWithoutTheSecret(catchThrowable(() -> routes.verify(in(option))), words);
    }

    @ParameterizedTest
    @CsvSource({
        "openssl?iterations=1&passwordFile=HERE/password, passwordFile=HERE/password",
        "age?workFactor=10&passwordFile=HERE/password, passwordFile=HERE/password",
        RECIPIENTS + ", identityFile=HERE/identity"
    })
    void aDamagedChunkTellsNothingOfTheSecretThatItWasReadWith(String pipe, String option) throws Exception {
        routes.backUp(in(pipe));
        try (Stream<Path> chunks = Files.list(routes.backups.resolve("h/chunks"))) {
            Path chunk = chunks.sorted().findFirst().orElseThrow();
            byte[] bytes = Files.readAllBytes(chunk);
            bytes[bytes.length / 2] ^= 1;
            Files.write(chunk, bytes);
        }
        assertToldWithoutTheSecret(catchThrowable(() -> routes.restore(in(option))), "000001");
    }

    @Test
    void bracesInASecretBelongToIt() throws Exception {
        routes.backUp(CamelSecretsTest.OPENSSL + "&passwordReference=vault:placeholder");
        Trees.secret(directory.resolve("braces"), vault("placeholder"));
        assertThat(routes.restore(in("passwordFile=HERE/braces"))).isEqualTo(routes.zfs.stream(1));
        exposure.assertNoneOf(PASSWORD, WRONG);
    }

    @Test
    void aTextThatHoldsTheSecretIsFoundInACauseAndInWhatIsSuppressed() {
        Exception suppressed = new IllegalStateException("Unrecognized token '" + PASSWORD + "'");
        Exception thrown = new IOException("above", new IOException("in between"));
        thrown.getCause().addSuppressed(suppressed);
        exposure.add("thrown", thrown);
        for (String known : List.of(PASSWORD, "in between")) {
            assertThatThrownBy(() -> exposure.assertNoneOf(known)).isInstanceOf(AssertionError.class);
        }
    }
}
