package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.TreeMap;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.IOHelper;
import org.apache.camel.util.StringHelper;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.FakeZfs;

/** Variables, system properties and properties of other programs: none of them becomes an option. */
@Timeout(600)
class EnvironmentTest {
    @TempDir
    Path directory;

    /** Every spelling of every parameter of every shipped template under which Camel looks in the environment. */
    private static Map<String, String> variables() throws Exception {
        Map<String, String> variables = new TreeMap<>();
        for (RouteTemplateParameterDefinition parameter : TemplateEndpoints.parameters()) {
            String name = parameter.getName();
            variables.put(name, "7");
            variables.put(name.toUpperCase(Locale.ROOT), "7");
            variables.put(IOHelper.normalizeEnvironmentVariable(StringHelper.camelCaseToDash(name)), "7");
        }
        return variables;
    }

    @Nested
    class AShippedTemplateInAnotherContext {
        private List<String> without;

        @BeforeEach
        void look() throws Exception {
            without = TemplateEndpoints.of(List.of());
            assertThat(without).hasSizeGreaterThan(20);
        }

        private void assertUnchanged(Process process) throws Exception {
            String output = Subprocess.output(process);
            assertThat(output.lines().filter(line -> line.matches("\\S+\\.(yaml|xml) .*")))
                    .as(output)
                    .isEqualTo(without);
        }

        @Test
        void variablesOfItsParametersNames_changeNothing() throws Exception {
            assertThat(variables()).containsKeys("PREFIX", "INITIAL_DELAY", "INITIALDELAY", "repeatCount");
            assertUnchanged(Subprocess.start(variables(), List.of(), TemplateEndpoints.class));
        }

        @Test
        void systemPropertiesOfTheirNames_changeNothing() throws Exception {
            List<String> options = new ArrayList<>();
            variables().forEach((name, value) -> options.add("-D" + name + "=" + value));
            assertUnchanged(Subprocess.start(options, TemplateEndpoints.class));
        }

        @Test
        void applicationPropertiesOfTheirNames_changeNothing() throws Exception {
            List<String[]> properties = new ArrayList<>();
            variables().forEach((name, value) -> properties.add(new String[] {name, value}));
            assertThat(TemplateEndpoints.of(properties)).isEqualTo(without);
        }
    }

    @Nested
    class ACommand {
        private Path backups;
        private FakeZfs zfs;

        @BeforeEach
        void prepare() throws IOException {
            backups = Files.createDirectory(directory.resolve("backups"));
            zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 100_000);
        }

        private String run(String... more) throws Exception {
            String[] first = {"--zfs", zfs.command(), "-S", "tank/a", "directory", "-D", backups.toString()};
            Process process = Subprocess.start(variables(), List.of(), Main.class, Cli.with(first, more));
            String output = Subprocess.output(process);
            assertThat(process.exitValue()).as(output).isZero();
            return output;
        }

        @Test
        void variables_changeNeitherABackupNorAVerify() throws Exception {
            run();
            assertThat(backups.resolve("7")).doesNotExist();
            assertThat(run("verify"))
                    .contains("Good     tank/a@s1 (not encrypted)\nGood     tank/a@s2 (not encrypted)\n");
        }

        @Test
        void templatesOfTheUsersOwn_takeNothingFromVariables() throws Exception {
            Path routes = Files.createDirectory(directory.resolve("routes"));
            for (String template : List.of("backup.yaml", "store-chunk-in-directory.yaml")) {
                String text = Files.readString(Path.of("routes", template));
                Files.writeString(
                        routes.resolve(template), text.replace("defaultValue: \"{{?zfsbackup.unset}}\", ", ""));
            }
            Process process = Subprocess.start(
                    variables(),
                    List.of("-Dzfsbackup.routes=" + routes),
                    Main.class,
                    "--zfs",
                    zfs.command(),
                    "-S",
                    "tank/a",
                    "directory",
                    "-D",
                    backups.toString());
            String output = Subprocess.output(process);
            assertThat(process.exitValue()).as(output).isZero();
            assertThat(backups.resolve("7")).doesNotExist();
        }
    }

    /** cron gives a PATH on which zfs is not. */
    @Nested
    class ThePathOfCron {
        private String run(String... arguments) throws Exception {
            Process process = Subprocess.start(Map.of("PATH", "/usr/bin:/bin"), List.of(), Main.class, arguments);
            return Subprocess.output(process);
        }

        @Test
        void namesWhatIsMissing() throws Exception {
            assertThat(run("--zfs", "no-such-zfs", "-S", "tank/a", "directory", "-D", directory.toString()))
                    .contains("cannot find the command no-such-zfs: it is not on the PATH (/usr/bin:/bin)");
        }
    }
}
