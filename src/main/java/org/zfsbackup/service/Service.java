package org.zfsbackup.service;

import java.nio.file.Files;
import java.nio.file.Path;
import org.zfsbackup.library.OptionalLibrary;

/** Runs every route in a folder, at its times, until the process is stopped; uses Camel Main. */
public final class Service {
    private final Path routes;
    private final Path configuration;

    /**
     * Describes a service; nothing is started yet.
     *
     * @param routes the folder with YAML and XML files: templates, routes, and anything else that Camel's DSLs support
     * @param configuration Camel Main's {@code application.properties}
     */
    public Service(Path routes, Path configuration) {
        this.routes = routes;
        this.configuration = configuration;
    }

    /**
     * Runs until SIGTERM or Ctrl-C, in the calling thread.
     *
     * @return Camel's exit status
     * @throws IllegalArgumentException if the service cannot start because of its configuration, or a library of it is missing
     * @throws Exception if Camel fails to start for another reason
     */
    public int run() throws Exception {
        if (!Files.isDirectory(routes)) {
            throw new IllegalArgumentException(
                    "there is no folder " + routes + ": give the folder with the routes with --routes");
        }
        if (!Files.isRegularFile(configuration)) {
            throw new IllegalArgumentException(
                    "there is no file " + configuration + ": give the configuration file with --config");
        }
        OptionalLibrary.SERVICE.require("the service");
        return new CamelMain(routes, configuration).run();
    }
}
