package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Stream;
import org.apache.camel.Endpoint;
import org.apache.camel.builder.TemplatedRouteBuilder;
import org.apache.camel.impl.DefaultCamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** The endpoints of each shipped template in a context that is not ours, as an integrator loads them, without options. */
final class TemplateEndpoints {
    private static final Path ROUTES = Path.of("routes");
    private static final Map<String, String> GIVEN = Map.of(
            "name", "mine",
            "dataset", "tank/a",
            "directory", "/backup",
            "target", "file:/backup",
            "source", "tank/a",
            "to", "tank/b",
            "from", "direct:mine",
            "encrypt", "none",
            "scratch", "tank/scratch");

    private static final Map<String, String> DATASETS = Map.of("source", "zfs:tank/a", "target", "zfs:backup/a");

    private TemplateEndpoints() {}

    /** Prints them, with the arguments (name=value) in the place of an application.properties. */
    public static void main(String[] arguments) throws Exception {
        of(Stream.of(arguments).map(word -> word.split("=", 2)).toList()).forEach(System.out::println);
    }

    static List<String> of(List<String[]> properties) throws Exception {
        List<String> found = new ArrayList<>();
        for (Path file : files()) {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                properties.forEach(pair -> context.getPropertiesComponent().addInitialProperty(pair[0], pair[1]));
                create(context, load(context, file));
                context.getEndpoints().stream()
                        .map(Endpoint::getEndpointUri)
                        .sorted()
                        .forEach(uri -> found.add(file.getFileName() + " " + uri));
            }
        }
        return found;
    }

    private static void create(DefaultCamelContext context, RouteTemplateDefinition template) throws Exception {
        context.setAutoStartup(false);
        TemplatedRouteBuilder route = TemplatedRouteBuilder.builder(context, template.getId());
        new TreeMap<>(GIVEN).forEach((name, value) -> {
            if (template.getTemplateParameters().stream()
                    .anyMatch(known -> known.getName().equals(name))) {
                route.parameter(
                        name, template.getId().equals("replicate") ? DATASETS.getOrDefault(name, value) : value);
            }
        });
        route.add();
        context.start();
    }

    static List<RouteTemplateParameterDefinition> parameters() throws Exception {
        List<RouteTemplateParameterDefinition> found = new ArrayList<>();
        for (Path file : files()) {
            try (DefaultCamelContext context = new DefaultCamelContext()) {
                found.addAll(load(context, file).getTemplateParameters());
            }
        }
        return found;
    }

    private static RouteTemplateDefinition load(DefaultCamelContext context, Path file) throws Exception {
        PluginHelper.getRoutesLoader(context)
                .loadRoutes(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
        return context.getRouteTemplateDefinitions().get(0);
    }

    /** Those with something optional in them. */
    private static List<Path> files() throws IOException {
        List<Path> found = new ArrayList<>();
        try (Stream<Path> all = Files.walk(ROUTES)) {
            for (Path file : all.filter(Files::isRegularFile).sorted().toList()) {
                if (Files.readString(file).contains("{{?")) {
                    found.add(file);
                }
            }
        }
        return found;
    }
}
