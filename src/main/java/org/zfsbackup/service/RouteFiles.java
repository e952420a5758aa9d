package org.zfsbackup.service;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.apache.camel.builder.RouteBuilder;
import org.apache.camel.builder.RouteBuilderLifecycleStrategy;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.model.TemplatedRouteDefinition;
import org.apache.camel.model.TemplatedRouteParameterDefinition;
import org.apache.camel.spi.Resource;
import org.apache.camel.util.StringHelper;
import org.jspecify.annotations.Nullable;

/**
 * Remembers what Camel found in which file, because for a route from a template Camel only knows the template's file.
 */
final class RouteFiles implements RouteBuilderLifecycleStrategy {
    private final List<RouteBuilder> read = new ArrayList<>();
    private @Nullable RouteBuilder reading;

    @Override
    public void beforeConfigure(RouteBuilder builder) {
        reading = builder;
    }

    @Override
    public void afterConfigure(RouteBuilder builder) {
        read.add(builder);
        reading = null;
    }

    List<RouteBuilder> read() {
        return List.copyOf(read);
    }

    /** The file that Camel failed to read, if there is one. */
    Optional<String> unreadable() {
        return Optional.ofNullable(reading).map(RouteFiles::file);
    }

    private static String file(RouteBuilder builder) {
        Resource resource = builder.getResource();
        return resource == null
                ? builder.getClass().getName()
                : Path.of(StringHelper.after(resource.getLocation(), ":", resource.getLocation()))
                        .toString();
    }

    Map<String, RouteTemplateDefinition> templates() {
        Map<String, RouteTemplateDefinition> templates = new TreeMap<>();
        for (RouteBuilder builder : read) {
            for (RouteTemplateDefinition template :
                    builder.getRouteTemplateCollection().getRouteTemplates()) {
                templates.put(template.getId(), template);
            }
        }
        return templates;
    }

    /** The routes to be created from a template, each with its file. */
    List<TemplatedRoute> templatedRoutes() {
        List<TemplatedRoute> found = new ArrayList<>();
        for (RouteBuilder builder : read) {
            for (TemplatedRouteDefinition route :
                    builder.getTemplatedRouteCollection().getTemplatedRoutes()) {
                found.add(new TemplatedRoute(file(builder), route.getRouteTemplateRef(), given(route)));
            }
        }
        return found;
    }

    private static Map<String, String> given(TemplatedRouteDefinition route) {
        Map<String, String> given = new TreeMap<>();
        if (route.getParameters() != null) {
            for (TemplatedRouteParameterDefinition parameter : route.getParameters()) {
                given.put(StringHelper.dashToCamelCase(parameter.getName()), parameter.getValue());
            }
        }
        return given;
    }

    /** All routes: those defined in a file, and those to be created from a template. */
    List<PlannedRoute> routes() {
        List<PlannedRoute> routes = new ArrayList<>();
        for (RouteBuilder builder : read) {
            for (RouteDefinition route : builder.getRouteCollection().getRoutes()) {
                routes.add(new PlannedRoute(file(builder), String.valueOf(route.getId()), route, Map.of()));
            }
        }
        Map<String, RouteTemplateDefinition> templates = templates();
        for (TemplatedRoute route : templatedRoutes()) {
            RouteTemplateDefinition template = templates.get(route.template());
            if (template != null) {
                routes.add(new PlannedRoute(route.file(), route.name(), template.getRoute(), values(template, route)));
            }
        }
        return routes;
    }

    private static Map<String, String> values(RouteTemplateDefinition template, TemplatedRoute route) {
        Map<String, String> values = new TreeMap<>();
        for (RouteTemplateParameterDefinition parameter : template.getTemplateParameters()) {
            if (parameter.getDefaultValue() != null) {
                values.put(parameter.getName(), parameter.getDefaultValue());
            }
        }
        values.putAll(route.given());
        return values;
    }
}
