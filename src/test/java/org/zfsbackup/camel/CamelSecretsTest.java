package org.zfsbackup.camel;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.Exposure;
import org.zfsbackup.fixture.Remains;
import org.zfsbackup.fixture.Trees;

/** Wherever a secret is named, it is nowhere in what a run shows or keeps. */
@Timeout(300)
class CamelSecretsTest {
    static final String PASSWORD = System.getenv("ZFSBACKUP_TEST_PASSWORD");
    static final String IDENTITY = System.getenv("ZFSBACKUP_TEST_IDENTITY");
    static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";
    static final String OPENSSL = "openssl?iterations=1";
    static final String PASSPHRASE = "age?workFactor=10";
    static final String TO_RECIPIENT = "age?recipients=" + RECIPIENT;

    @TempDir
    Path directory;

    @BeforeEach
    void manage() {
        Management.enabled(true);
    }

    @AfterEach
    void nothingIsLeft() {
        Management.enabled(false);
        Remains.assertNone();
    }

    @ParameterizedTest
    @CsvSource({
        "openssl?iterations=1, passwordFile=",
        "openssl?iterations=1, passwordReference=env:ZFSBACKUP_TEST_PASSWORD",
        "openssl?iterations=1, passwordReference=vault:password",
        "age?workFactor=10, passwordFile=",
        "age?workFactor=10, passwordReference=env:ZFSBACKUP_TEST_PASSWORD",
        "age?workFactor=10, passwordReference=vault:password",
        TO_RECIPIENT + ", identityFile=",
        TO_RECIPIENT + ", identityReference=env:ZFSBACKUP_TEST_IDENTITY",
        TO_RECIPIENT + ", identityReference=vault:identity"
    })
    void aSecretIsNowhereInWhatIsShownOrKept(String pipe, String way) throws Exception {
        String known = way.startsWith("password") ? PASSWORD : IDENTITY;
        Path file = Trees.secret(directory.resolve("secret"), known + "\n");
        String secret = way.endsWith("=") ? way + file : way;
        try (Exposure exposure = new Exposure();
                SecretRoutes routes = new SecretRoutes(
                                directory, exposure, name -> name.equals("password") ? PASSWORD : IDENTITY)
                        .traced()) {
            assertThat(routes.backUp(way.startsWith("password") ? pipe + "&" + secret : pipe))
                    .isEqualTo(1);
            assertThat(routes.verify(secret).results()).hasSize(1).allSatisfy(result -> assertThat(result.remark())
                    .isEmpty());
            assertThat(routes.restore(secret)).isEqualTo(routes.zfs.stream(1));
            routes.tellAll();
            assertAllWasTaken(exposure, secret);
            exposure.assertNoneOf(known);
        }
    }

    /** What is known to be in each place was found there, and so the secret would have been. */
    private void assertAllWasTaken(Exposure exposure, String secret) throws Exception {
        String place = secret.replaceFirst(".*=", "");
        for (String shown : List.of("endpoint", "xml", "yaml")) {
            exposure.assertTaken(shown, place, "tank/a");
        }
        exposure.assertTaken("route", "direct://one");
        exposure.assertTaken("consumer", "zfs://tank/a");
        exposure.assertTaken("process", "surefire", "send\0tank/a@s1");
        exposure.assertTaken("calls", "send tank/a@s1");
        exposure.assertTaken("headers", "CamelZfsSnapshot");
        exposure.assertTaken("pending/", "\"s1\"");
        exposure.assertTaken("h/map.json", "\"s1\"");
        exposure.assertTaken("h/backups/", "\"s1\"");
        exposure.assertTaken("h/RESTORE.txt", "tank/a");
        exposure.assertTaken("h/chunks/", secret.contains("IDENTITY") ? "age-encryption.org" : "");
        exposure.assertTaken("jmx", "direct://one", place);
        exposure.assertTaken("type=routes,name=\"restore\" dumpRouteAsXml()", place);
        exposure.assertTaken("type=routes,name=\"restore\" ExchangesTotal", "1");
        exposure.assertTaken("type=tracer", "BacklogTracer");
        exposure.assertLogged("Committed tank/a@s1", place);
        exposure.assertTaken("log org.apache.camel", "FINE");
        try (Stream<Path> chunks = Files.list(directory.resolve("backups/h/chunks"))) {
            assertThat(chunks).hasSizeGreaterThan(3);
        }
    }
}
