package org.zfsbackup.cli;

import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.zfsbackup.cli.option.HelpOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.service.Logging;
import org.zfsbackup.service.Service;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The subcommand {@code serve}: the service. */
@Command(
        name = "serve",
        description = "Runs all routes of a folder on their schedules until it is stopped.",
        sortOptions = false)
@UsesOptions(HelpOptions.class)
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
            description = "The properties of Camel Main (default: ${DEFAULT-VALUE}).")
    Path configuration = Path.of("config/application.properties");

    @Override
    public Integer call() throws Exception {
        ShutdownHook.disable();
        Logging.escapeControls();
        return new Service(routes, configuration).run();
    }
}
