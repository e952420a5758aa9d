package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.Timeout.ThreadMode;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.Trees;

/** A service that refuses to start because it could not do what its files say. It prints one sentence and exits with 2. */
@Timeout(value = 300, threadMode = ThreadMode.SEPARATE_THREAD)
class ServeRefusalTest {
    private static final String CHUNKS =
            """
            - templatedRoute:
                routeTemplateRef: store-chunk
                parameters:
                  - { name: name, value: home }
                  - { name: target, value: "file:/backup" }
                  - { name: encrypt, value: none }
            """;

    private static final String WHOLE =
            """
            - { name: target, value: "file:/backup" }
            - { name: cron, value: "0 0 2 * * ?" }
            """;

    @TempDir
    Path directory;

    private Path routes;
    private Path configuration;

    @BeforeEach
    void prepare() throws IOException {
        routes = Files.createDirectory(directory.resolve("routes"));
        configuration =
                Files.copy(Path.of("config/application.properties"), directory.resolve("application.properties"));
        for (String template : List.of("backup.yaml", "store-chunk.yaml")) {
            Files.copy(Path.of("routes", template), routes.resolve(template));
        }
    }

    /** A backup at night, into the file mine.yaml. */
    private void mine(String template, String parameters, String more) {
        String given = parameters.isEmpty() ? "" : parameters.indent(6);
        Trees.text(
                routes.resolve("mine.yaml"),
                """
                - templatedRoute:
                    routeTemplateRef: %s
                    parameters:
                      - { name: name, value: home }
                      - { name: dataset, value: tank/home }
                      - { name: scheduler, value: quartz }
                %s%s"""
                        .formatted(template, given, more));
    }

    private String refusal() {
        Cli result = Cli.run("serve", "--routes", routes.toString(), "--config", configuration.toString());
        assertThat(result.status()).as(result.err()).isEqualTo(2);
        assertThat(result.err().lines()).as(result.err()).hasSize(1);
        return result.err();
    }

    @Nested
    class Folder {
        @Test
        void withoutAFile_isRefused() throws IOException {
            Trees.deleteAll(routes);
            Files.createDirectory(routes);
            assertThat(refusal()).contains("no routes in " + routes, ".yaml", "config/routes", "--routes");
        }

        @Test
        void withTemplatesAlone_isRefused() {
            assertThat(refusal()).contains("no routes in " + routes, "only templates", "config/routes");
        }

        @Test
        void withAFileThatIsNoRoute_isRefused() {
            Trees.text(routes.resolve("mine.yaml"), "- templatedRoute:\n    routeTemplateRf: backup\n");
            assertThat(refusal()).contains(routes + "/mine.yaml cannot be read as routes: ", "routeTemplateRf");
        }

        @Test
        void withAFileThatIsNoXml_isRefused() {
            Trees.text(routes.resolve("mine.xml"), "<camel><route></camel>");
            assertThat(refusal()).contains(routes + "/mine.xml");
        }
    }

    @Nested
    class Template {
        @Test
        void thatIsNotThere_isRefused() {
            mine("backup-to-bucket", WHOLE, CHUNKS);
            assertThat(refusal())
                    .contains(routes + "/mine.yaml", "no template backup-to-bucket", "It has: backup, store-chunk");
        }

        @Test
        void withAParameterThatItDoesNotKnow_isRefused() {
            mine("backup", WHOLE + "- { name: perfix, value: x }\n", CHUNKS);
            assertThat(refusal()).contains(routes + "/mine.yaml", "no parameter perfix", "prefix, raw, recursive");
        }

        @Test
        void withoutAParameterThatItNeeds_isRefused() {
            mine("backup", "- { name: cron, value: \"0 0 2 * * ?\" }\n", CHUNKS);
            assertThat(refusal()).contains(routes + "/mine.yaml", "needs the parameter target");
        }

        @Test
        void withAValueThatNobodyGave_isRefused() {
            mine("backup", WHOLE.replace("file:/backup", "{{no.such.value}}"), CHUNKS);
            assertThat(refusal()).contains(routes + "/mine.yaml", "no.such.value");
        }
    }

    @Nested
    class Cron {
        @Test
        void ofATemplate_mustBeReadable() {
            mine("backup", WHOLE.replace("0 0 2 * * ?", "0 2 * * *"), CHUNKS);
            assertThat(refusal()).contains(routes + "/mine.yaml", "cron '0 2 * * *' of route home", "0 0 2 * * ?");
        }

        @ParameterizedTest
        @ValueSource(
                strings = {
                    "zfs:tank/home?target=file:/backup&scheduler=quartz&scheduler.cron=0 0 2 * *",
                    "zfs:tank/home?target=file:/backup&scheduler=quartz&scheduler.cron={{my.cron}}",
                    "quartz:nightly?cron=0+0+2+*+*"
                })
        void ofARouteOfTheUsersOwn_mustBeReadable(String from) throws IOException {
            Trees.text(configuration, Files.readString(configuration) + "my.cron = whenever\n");
            Trees.text(
                    routes.resolve("mine.yaml"),
                    "- route:\n    id: nightly\n    from:\n      uri: \"%s\"\n      steps:\n        - to: backup:commit\n"
                            .formatted(from));
            assertThat(refusal()).contains(routes + "/mine.yaml", "the cron '", "of route nightly cannot be parsed");
        }

        @Test
        void withoutAScheduler_isRefused() {
            mine("backup", WHOLE, CHUNKS);
            Path file = routes.resolve("mine.yaml");
            Trees.text(file, read(file).replace("      - { name: scheduler, value: quartz }\n", ""));
            assertThat(refusal()).contains(file.toString(), "no scheduler", "quartz");
        }
    }

    private static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Nested
    class RouteThatIsNotThere {
        @Test
        void forTheChunks_isRefused() {
            mine("backup", WHOLE, "");
            assertThat(refusal())
                    .contains(routes + "/mine.yaml", "direct:home-chunk", "chunk:direct:home-chunk", "store-chunk");
        }

        @Test
        void forABranch_isRefused() {
            Trees.text(
                    routes.resolve("mine.yaml"),
                    """
                    - route:
                        id: both
                        from:
                          uri: zfs:tank/home
                          parameters: { target.nas: "file:/backup", target.cloud: "file:/cloud" }
                          steps:
                            - to: backup:each?branch=direct:home-at-
                    - route:
                        from:
                          uri: direct:home-at-nas
                          steps:
                            - to: backup:commit
                    """);
            assertThat(refusal()).contains(routes + "/mine.yaml", "route both", "direct:home-at-cloud");
        }
    }

    @Nested
    class Reload {
        @ParameterizedTest
        @ValueSource(strings = {"camel.main.routes-reload-enabled", "camel.main.routesReloadEnabled"})
        void inTheProperties_isRefused(String option) throws IOException {
            mine("backup", WHOLE, CHUNKS);
            Trees.text(configuration, Files.readString(configuration) + option + " = true\n");
            assertThat(refusal())
                    .contains(configuration + " enables", "created from a template", "restart the service");
        }

        @Test
        void inTheEnvironment_isRefused() throws Exception {
            mine("backup", WHOLE, CHUNKS);
            assertThat(ended(Map.of("CAMEL_MAIN_ROUTES_RELOAD_ENABLED", "true"), List.of()))
                    .contains("zfsbackup: the environment variable CAMEL_MAIN_ROUTES_RELOAD_ENABLED enables");
        }

        @Test
        void inASystemProperty_isRefused() throws Exception {
            mine("backup", WHOLE, CHUNKS);
            assertThat(ended(Map.of(), List.of("-Dcamel.main.routes-reload-enabled=true")))
                    .contains("zfsbackup: the system property camel.main.routes-reload-enabled enables");
        }

        private String ended(Map<String, String> environment, List<String> options) throws Exception {
            Process process = Subprocess.start(
                    environment,
                    options,
                    Main.class,
                    "serve",
                    "--routes",
                    routes.toString(),
                    "--config",
                    configuration.toString());
            String output = Subprocess.output(process);
            assertThat(process.exitValue()).as(output).isEqualTo(2);
            return output;
        }
    }
}
