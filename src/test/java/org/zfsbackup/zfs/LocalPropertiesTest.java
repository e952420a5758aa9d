package org.zfsbackup.zfs;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.process.Command;

class LocalPropertiesTest {
    private static final DatasetName TANK = new DatasetName("tank");
    private static final DatasetName HOME = new DatasetName("tank/home");

    @TempDir
    Path directory;

    /** A zfs that answers the question for datasets, and any other with that line of shell. */
    private LocalProperties properties(String shell) throws IOException {
        Path script = Files.writeString(
                directory.resolve("zfs"),
                "#!/bin/sh\necho \"$*\" >> " + directory + "/calls\ncase \"$*\" in *createtxg*)"
                        + " printf 'tank\\tguid\\t1\\ntank\\ttype\\tfilesystem\\n'; exit;; esac\n" + shell + "\n");
        Files.setPosixFilePermissions(script, PosixFilePermissions.fromString("rwx------"));
        return new Zfs(Command.of(script.toString()), Duration.ofMinutes(5)).localProperties();
    }

    private List<String> calls() throws IOException {
        return Files.readAllLines(directory.resolve("calls"));
    }

    @Nested
    class Read {
        @Test
        void treeWithSnapshots_givesDatasetsInOneProcess() throws IOException {
            LocalProperties properties = properties("printf '%s\\t%s\\t%s\\t%s\\n' tank compression local gzip"
                    + " tank@a org.example:note local x tank/home quota received 5");

            assertThat(properties.read(TANK, true))
                    .isEqualTo(Map.of(TANK, Map.of("compression", "gzip"), HOME, Map.of("quota", "5")));
            assertThat(calls())
                    .hasSize(2)
                    .last()
                    .asString()
                    .contains("get -rHp -t filesystem,volume -s local,received");
        }

        @Test
        void valueWithTabsAndLines_isWhole() throws IOException {
            LocalProperties properties =
                    properties("printf 'tank\\ta:b\\tlocal\\tone\\ttwo\\n\\nthree\\ntank\\tatime\\tlocal\\toff\\n'");

            assertThat(properties.read(TANK, false))
                    .isEqualTo(Map.of(TANK, Map.of("a:b", "one\ttwo\n\nthree", "atime", "off")));
        }

        @Test
        void textBeforeTheFirstProperty_isAnError() throws IOException {
            assertThatThrownBy(() -> properties("echo surprise").read(TANK, false))
                    .isInstanceOf(IOException.class)
                    .hasMessageContaining("surprise");
        }
    }

    @Nested
    class Set {
        private final Map<String, String> two = new TreeMap<>(Map.of("atime", "off", "quota", "5"));

        @Test
        void accepted_needsOneProcess() throws IOException {
            assertThat(properties("").set(HOME, two)).isEmpty();
            assertThat(calls()).containsExactly("set atime=off quota=5 tank/home");
        }

        @Test
        void oneRefused_isNamedAndTheOtherIsSet() throws IOException {
            LocalProperties properties =
                    properties("case \"$*\" in *quota*) echo 'size is less than used' >&2; exit 1;; esac");

            assertThat(properties.set(HOME, two)).isEqualTo(Map.of("quota", "size is less than used"));
            assertThat(calls()).contains("set atime=off tank/home", "set quota=5 tank/home");
        }

        @Test
        void nothing_asksNothing() throws IOException {
            assertThat(properties("exit 1").set(HOME, Map.of())).isEmpty();
            assertThat(directory.resolve("calls")).doesNotExist();
        }
    }
}
