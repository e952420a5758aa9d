package org.zfsbackup.service;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import java.util.stream.Stream;
import org.apache.camel.CamelContext;
import org.apache.camel.main.BaseMainSupport;
import org.apache.camel.main.MainListenerSupport;
import org.apache.camel.support.PluginHelper;
import org.apache.camel.support.ResourceHelper;

/** Lets Camel Main start the routes, unless they have a mistake that nobody would notice later. */
final class StartOrRefuse extends MainListenerSupport {
    private final Path routes;
    private final Path configuration;
    private final RouteFiles files = new RouteFiles();
    private final StartCheck check;

    StartOrRefuse(Path routes, Path configuration) {
        this.routes = routes;
        this.configuration = configuration;
        this.check = new StartCheck(routes, files);
    }

    RouteFiles files() {
        return files;
    }

    @Override
    public void afterConfigure(BaseMainSupport main) {
        if (main.configure().isRoutesReloadEnabled()) {
            throw RouteReload.refused(configuration);
        }
        check.all(main.getCamelContext());
    }

    /** The error for a failed start: our own message, or Camel's with the file. */
    Exception refusal(Exception e, CamelContext context) throws IOException {
        Optional<String> unreadable = files.unreadable();
        if (unreadable.isEmpty() && files.read().isEmpty()) {
            unreadable = unparsable(context);
        }
        if (unreadable.isPresent()) {
            return new IllegalArgumentException(unreadable.get() + " cannot be read as routes: " + innermost(e), e);
        }
        try {
            check.templates(context);
        } catch (IllegalArgumentException ours) {
            return ours;
        }
        return e instanceof IllegalArgumentException
                ? e
                : new IllegalArgumentException("the routes in " + routes + " cannot be started: " + innermost(e), e);
    }

    /** The first file that Camel cannot parse, because Camel does not report it. */
    private Optional<String> unparsable(CamelContext context) throws IOException {
        try (Stream<Path> all = Files.walk(routes)) {
            return all.filter(file -> file.toString().matches(".*\\.(yaml|xml)"))
                    .sorted()
                    .filter(file -> !canBeParsed(file, context))
                    .map(Path::toString)
                    .findFirst();
        }
    }

    private static boolean canBeParsed(Path file, CamelContext context) {
        try {
            PluginHelper.getRoutesLoader(context)
                    .findRoutesBuilders(ResourceHelper.resolveMandatoryResource(context, "file:" + file));
            return true;
        } catch (Exception e) {
            return false;
        }
    }

    /** In one line, because the parsers of YAML and XML show the position in several. */
    private static String innermost(Throwable e) {
        Throwable cause = e;
        while (cause.getCause() != null) {
            cause = cause.getCause();
        }
        return String.valueOf(cause.getMessage())
                .replaceAll("\\s+\\^?\\s*", " ")
                .strip();
    }
}
