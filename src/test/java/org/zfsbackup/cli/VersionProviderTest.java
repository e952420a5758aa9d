package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class VersionProviderTest {
    private static String versionOfPom() throws Exception {
        Matcher version = Pattern.compile("<version>(.*)</version>").matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        return version.group(1);
    }

    @ParameterizedTest
    @ValueSource(strings = {"--version", "-V", "directory --version", "directory --dest d list --version"})
    void version_isThatOfThePom(String arguments) throws Exception {
        assertThat(Cli.ok(arguments.split(" "))).isEqualTo("zfsbackup " + versionOfPom() + System.lineSeparator());
    }

    @Test
    void jarInScripts_hasNoVersion() throws Exception {
        for (String script :
                new String[] {"bin/zfsbackup", "bin/bench", "src/test/java/org/zfsbackup/cli/GuestCli.java"}) {
            assertThat(Files.readString(Path.of(script)))
                    .containsPattern("target/zfsbackup(-command)?\\.jar")
                    .doesNotContain(versionOfPom());
        }
    }
}
