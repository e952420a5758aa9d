package org.zfsbackup.service;

import java.nio.file.Path;
import java.text.ParseException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.camel.CamelContext;
import org.apache.camel.util.StringHelper;
import org.quartz.CronExpression;

/**
 * Checks the routes before they start for mistakes that Camel would only notice when a backup is due, or not at all.
 *
 * <p>Each mistake is an {@link IllegalArgumentException} that names the file.
 */
final class StartCheck {
    private final Path folder;
    private final RouteFiles files;

    StartCheck(Path folder, RouteFiles files) {
        this.folder = folder;
        this.files = files;
    }

    /** Mistakes that Camel would report as well, but without the file. */
    void templates(CamelContext context) {
        files.templatedRoutes().forEach(route -> {
            route.check(files.templates());
            route.checkValues(context);
        });
    }

    void all(CamelContext context) {
        templates(context);
        List<PlannedRoute> routes = files.routes();
        if (routes.isEmpty()) {
            throw new IllegalArgumentException("there are no routes in " + folder
                    + (files.templates().isEmpty() ? " (in a file that ends in .yaml or .xml)" : ", only templates")
                    + ". Copy an example from config/routes into it, and edit it; or name another"
                    + " folder with --routes");
        }
        routes.forEach(route -> times(context, route));
        Set<String> consumers =
                routes.stream().map(route -> path(route.from(context))).collect(Collectors.toSet());
        routes.forEach(route -> destinations(context, route, consumers));
    }

    private static void times(CamelContext context, PlannedRoute route) {
        String from = route.from(context);
        Map<String, String> options = PlannedRoute.options(from);
        String cron = options.get(from.startsWith("quartz:") ? "cron" : "scheduler.cron");
        if (cron == null) {
            return;
        }
        try {
            new CronExpression(cron);
        } catch (ParseException e) {
            throw new IllegalArgumentException(route.file() + ": the cron '" + cron + "' of route " + route.name()
                    + " cannot be parsed: "
                    + String.valueOf(e.getMessage()).replaceFirst("\\.$", "")
                    + ". Write second, minute, hour, day, month and day of the week: 0 0 2 * * ? is"
                    + " every night at two");
        }
        if (!from.startsWith("quartz:") && !options.containsKey("scheduler")) {
            throw new IllegalArgumentException(route.file() + ": route " + route.name()
                    + " has a cron, but no scheduler that reads it. Add scheduler with the value quartz");
        }
    }

    private static void destinations(CamelContext context, PlannedRoute route, Set<String> consumers) {
        for (String to : route.to(context)) {
            for (String direct : direct(to, PlannedRoute.options(route.from(context)))) {
                if (!consumers.contains(direct)) {
                    throw new IllegalArgumentException(route.file() + ": route " + route.name() + " sends to " + direct
                            + " (with " + path(to) + "), but no route begins there. " + advice(direct));
                }
            }
        }
    }

    /** The direct: routes that a step sends to: directly, or through chunk: or backup:each. */
    private static List<String> direct(String to, Map<String, String> fromOptions) {
        List<String> found = new ArrayList<>();
        Map<String, String> options = PlannedRoute.options(to);
        if (path(to).equals("backup:each") && options.containsKey("branch")) {
            fromOptions.keySet().stream()
                    .filter(option -> option.startsWith("target."))
                    .forEach(option -> found.add(path(options.get("branch") + option.substring("target.".length()))));
        } else {
            found.add(path(path(to).startsWith("chunk:") ? StringHelper.after(path(to), "chunk:") : to));
        }
        return found.stream().filter(uri -> uri.startsWith("direct:")).toList();
    }

    /** The URI without its options, in a uniform spelling. */
    private static String path(String uri) {
        return StringHelper.before(uri, "?", uri).replaceFirst("^(\\w+):(//)?", "$1:");
    }

    private static String advice(String direct) {
        return direct.endsWith("-chunk")
                ? "Add a route of the template store-chunk or store-chunk-in-directory whose name is "
                        + direct.substring("direct:".length(), direct.length() - "-chunk".length())
                        + ", or a route of your own from " + direct
                : "Add a route from " + direct + ", or correct the name";
    }
}
