package org.zfsbackup.service;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.camel.component.zfs.ZfsComponent;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.plan.PrunePlan;

/** The templates in routes/, as an operator finds them. */
@Timeout(300)
class TemplatesTest {
    private static final Path ROUTES = Path.of("routes");

    private static final String RECIPIENT = "age1zvkyg2lqzraa2lnjvqej32nkuu0ues2s82hzrye869xeexvn73equnujwj";

    @TempDir
    Path directory;

    private static void load(DefaultCamelContext context, Path file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
    }

    @Test
    void eachFileHoldsOneTemplateWithDescribedParameters() throws Exception {
        List<Path> files;
        try (Stream<Path> all = Files.walk(ROUTES)) {
            files = all.filter(Files::isRegularFile).toList();
        }
        assertThat(files).hasSizeGreaterThanOrEqualTo(6);
        for (Path file : files) {
            DefaultCamelContext context = new DefaultCamelContext();
            load(context, file);
            assertThat(context.getRouteTemplateDefinitions())
                    .as(file.toString())
                    .hasSize(1);
            RouteTemplateDefinition template =
                    context.getRouteTemplateDefinitions().get(0);
            assertThat(file.toString()).contains(template.getId().replace("-xml", ""));
            assertThat(template.getTemplateParameters()).allSatisfy(parameter -> assertThat(parameter.getDescription())
                    .isNotBlank());
        }
    }

    @Test
    void theXmlFormHasTheSameParameters() throws Exception {
        DefaultCamelContext context = new DefaultCamelContext();
        load(context, ROUTES.resolve("backup.yaml"));
        load(context, ROUTES.resolve("xml/backup.xml"));
        assertThat(parameters(context, "backup-xml")).isEqualTo(parameters(context, "backup"));
    }

    private static Map<String, String> parameters(DefaultCamelContext context, String template) {
        Map<String, String> parameters = new TreeMap<>();
        for (RouteTemplateParameterDefinition parameter :
                context.getRouteTemplateDefinition(template).getTemplateParameters()) {
            parameters.put(parameter.getName(), parameter.getDefaultValue() + " " + parameter.isRequired());
        }
        return parameters;
    }

    @Test
    void theXmlFormBacksUp() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 500_000);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        OnePoll poll = new OnePoll();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getRegistry().bind("poll", poll);
            context.getComponent("zfs", ZfsComponent.class).setZfsCommand(zfs.command());
            load(context, ROUTES.resolve("xml/backup.xml"));
            load(context, ROUTES.resolve("store-chunk-in-directory.yaml"));
            TemplatedRouteBuilder.builder(context, "store-chunk-in-directory")
                    .parameter("name", "mine")
                    .parameter("directory", backups)
                    .parameter("encrypt", "none")
                    .add();
            TemplatedRouteBuilder.builder(context, "backup-xml")
                    .parameter("name", "mine")
                    .parameter("dataset", "tank/a")
                    .parameter("target", "file:" + backups)
                    .parameter("prefix", "h")
                    .parameter("initialDelay", 0)
                    .parameter("pollStrategy", "#poll")
                    .add();
            context.start();
            assertThat(poll.await()).isEqualTo(2);
        }
        assertThat(ZfsBackup.of().to("file:" + backups).prefix("h").verify().isGood())
                .isTrue();
    }

    @Test
    void theExampleForTheServiceLoadsAndNamesKnownParameters() throws Exception {
        String example = Files.readString(Path.of("config/routes/home-to-nas.yaml.example"));
        Path mine = directory.resolve("home-to-nas.yaml");
        Files.writeString(mine, example);
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.getPropertiesComponent().addInitialProperty("backup.directory", directory.toString());
            Path recipients = Files.writeString(directory.resolve("recipients.txt"), RECIPIENT + "\n");
            context.getPropertiesComponent().addInitialProperty("backup.recipients", recipients.toString());
            load(context, ROUTES.resolve("backup.yaml"));
            load(context, ROUTES.resolve("store-chunk-in-directory.yaml"));
            load(context, mine);
            context.start();
            assertThat(context.getRoutes()).hasSize(2);
        }
    }

    @Test
    void pruneTemplate_deletesWhatNoRuleKeeps() throws Exception {
        FakeZfs zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 20_000);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        ZfsBackup backup = ZfsBackup.of("tank/a")
                .zfsCommand(zfs.command())
                .to("file:" + backups)
                .prefix("h");
        backup.backup();
        backup.full(true).backup();
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            load(context, ROUTES.resolve("prune.yaml"));
            TemplatedRouteBuilder.builder(context, "prune")
                    .parameter("from", "direct:prune")
                    .parameter("target", "file:" + backups)
                    .parameter("prefix", "h")
                    .parameter("keepDaily", 7)
                    .add();
            context.start();
            PrunePlan plan =
                    context.createFluentProducerTemplate().to("direct:prune").request(PrunePlan.class);

            assertThat(plan.kept()).isEqualTo(2);
            assertThat(plan.decisions()).hasSize(4);
        }
        assertThat(backup.list().size()).isEqualTo(2);
    }

    @Test
    void theComponentsAreConfiguredWithoutReflection() {
        try (DefaultCamelContext context = new DefaultCamelContext()) {
            context.start();
            for (String scheme : List.of("zfs", "pipe", "chunk", "backup")) {
                var component = context.getComponent(scheme);
                assertThat(component.getEndpointPropertyConfigurer()).as(scheme).isNotNull();
                assertThat(component.getComponentPropertyConfigurer())
                        .as(scheme)
                        .isNotNull();
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
