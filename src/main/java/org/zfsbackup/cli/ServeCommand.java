package org.zfsbackup.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.zfsbackup.service.Logging;
import org.zfsbackup.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "serve", description = "Runs every route in a folder, at its times, until it is stopped.")
final class ServeCommand implements Callable<Integer> {
    @Option(
            names = "--routes",
            paramLabel = "FOLDER",
            defaultValue = "routes",
            description = "The folder with the routes (default: ${DEFAULT-VALUE}).")
    Path routes = Path.of("routes");

    @Option(
            names = "--config",
            paramLabel = "FILE",
            defaultValue = "config/application.properties",
            description = "Camel Main's properties (default: ${DEFAULT-VALUE}).")
    Path configuration = Path.of("config/application.properties");

    @Override
    public Integer call() throws Exception {
        Ending.leaveToOthers();
        Logging.escapeControls();
        return new Service(routes, configuration).run();
    }
}
