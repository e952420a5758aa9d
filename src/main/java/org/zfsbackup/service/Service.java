package org.zfsbackup.service;

import java.nio.file.Files;
import java.nio.file.Path;
import org.zfsbackup.library.OptionalLibrary;

/** Every route in a folder, with its times, until the process is told to stop: Camel Main. */
public final class Service {
    private final Path routes;
    private final Path configuration;

    /**
     * Describes a service; nothing is started yet.
     *
     * @param routes the folder with YAML and XML files: templates, routes, and what else Camel's DSLs know
     * @param configuration Camel Main's {@code application.properties}
     */
    public Service(Path routes, Path configuration) {
        this.routes = routes;
        this.configuration = configuration;
    }

    /**
     * Runs until SIGTERM or Ctrl-C; gives Camel's exit status.
     *
     * @throws IllegalArgumentException if the service cannot start as it is configured, or a library of it is missing
     */
    public int run() throws Exception {
        if (!Files.isDirectory(routes)) {
            throw new IllegalArgumentException("there is no folder " + routes + " with routes: name one with --routes");
        }
        if (!Files.isRegularFile(configuration)) {
            throw new IllegalArgumentException("there is no file " + configuration + ": name one with --config");
        }
        OptionalLibrary.SERVICE.require("the service");
        return new CamelMain(routes, configuration).run();
    }
}
