package org.zfsbackup.service;

import java.nio.file.Path;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Detects Camel's option that drops every route from a template as soon as a file in the folder changes. */
final class RouteReload {
    private static final String OPTION = "camelmainroutesreloadenabled";

    private RouteReload() {}

    static IllegalArgumentException refused(Path configuration) {
        return new IllegalArgumentException(place(configuration)
                + " enables Camel's reload of routes (camel.main.routesReloadEnabled). After any change of a"
                + " file, Camel drops every route that was created from a template, so its backups stop"
                + " silently. Remove the option, and restart the service to read changed routes");
    }

    private static String place(Path configuration) {
        return named(System.getenv().keySet(), "the environment variable ")
                .or(() -> named(System.getProperties().stringPropertyNames(), "the system property "))
                .orElse(configuration.toString());
    }

    private static Optional<String> named(Set<String> names, String kind) {
        return names.stream()
                .filter(name ->
                        name.toLowerCase(Locale.ROOT).replaceAll("[^a-z]", "").equals(OPTION))
                .map(kind::concat)
                .findFirst();
    }
}
