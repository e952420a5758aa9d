package org.zfsbackup.embedded;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.stream.Collectors;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.FakeZfs;

/** An application that has our jar, what it brings, and nothing else. */
@Timeout(600)
class EmbeddedIT {
    @TempDir
    static Path directory;

    private static ForeignProject plain;
    private static String missing;
    private static Map<String, String> sentences;

    @BeforeAll
    static void build() throws Exception {
        plain = ForeignProject.build("plain");
        missing = plain.run("Missing", directory.toString());
        sentences = missing.lines()
                .filter(line -> line.contains(": "))
                .collect(Collectors.toMap(
                        line -> line.substring(0, line.indexOf(": ")),
                        line -> line.substring(line.indexOf(": ") + 2),
                        (first, second) -> first));
    }

    @Test
    void classPath_hasNothingOptional() {
        assertThat(plain.artifacts())
                .contains("zfsbackup", "camel-core-engine", "camel-file", "jackson-databind")
                .allMatch(name -> name.matches(
                        "zfsbackup|camel-.*|jackson-(annotations|core|databind)|jspecify|slf4j-api|jakarta\\..*-api"))
                .noneMatch(name -> name.matches(".*-dsl.*|camel-(core|main|quartz|ftp|ssh|smb|aws.*|azure.*)"));
    }

    @Test
    void route_runsWithoutOptionalLibraries() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 3 << 20);
        Path backups = Files.createDirectory(directory.resolve("backups"));

        assertThat(plain.run("Plain", zfs.command(), backups.toString()))
                .contains("committed true", "tank/a@s1", "tank/a@s2");
    }

    @Test
    void components_loadWithoutOptionalLibraries() {
        assertThat(missing).doesNotContain("cannot load").containsPattern("loaded: [1-9]\\d\\d");
    }

    @ParameterizedTest
    @CsvSource({
        "aws2-s3:bucket, software.amazon.awssdk:s3 and software.amazon.awssdk:apache-client",
        "api aws2-s3:bucket, software.amazon.awssdk:s3 and software.amazon.awssdk:apache-client",
        "sftp://nas/a, org.apache.camel:camel-ftp",
        "api sftp://nas/a, org.apache.camel:camel-ftp",
        "ftp://nas/a, org.apache.camel:camel-ftp",
        "smb:nas/a, org.apache.camel:camel-smb",
        "azure-storage-blob:account/container, org.apache.camel:camel-azure-storage-blob",
        "pipe:zstd, com.github.luben:zstd-jni",
        "pipe:age?recipients=age1x,"
                + " com.exceptionfactory.jagged:jagged-framework and com.exceptionfactory.jagged:jagged-x25519",
        "mina, org.apache.sshd:sshd-core and org.bouncycastle:bcprov-jdk18on",
        "quartz, org.apache.camel:camel-quartz",
        "api, org.apache.camel:camel-yaml-dsl",
        "service, org.apache.camel:camel-main and org.apache.camel:camel-yaml-dsl"
                + " and org.apache.camel:camel-xml-io-dsl and org.apache.camel:camel-quartz",
        "command, info.picocli:picocli and me.tongfei:progressbar",
    })
    void missingLibrary_isNamedInASentence(String attempt, String artifacts) {
        assertThat(sentences.get(attempt)).as(missing).contains(" needs " + artifacts + " on the class path");
    }
}
