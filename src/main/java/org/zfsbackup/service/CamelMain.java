package org.zfsbackup.service;

import java.nio.file.Path;
import org.apache.camel.main.Main;

/** The service in Camel Main, which an application may lack: {@link Service} must load without it. */
final class CamelMain {
    private final Path routes;
    private final Path configuration;

    CamelMain(Path routes, Path configuration) {
        this.routes = routes;
        this.configuration = configuration;
    }

    /** Runs until SIGTERM or Ctrl-C; returns Camel's exit status. */
    int run() throws Exception {
        Main main = new Main();
        Placeholders.fromFilesOnly(main);
        main.setPropertyPlaceholderLocations("file:" + configuration);
        String folder = "file:" + routes.toAbsolutePath().normalize();
        main.configure().withRoutesIncludePattern(folder + "/**/*.yaml," + folder + "/**/*.xml");
        StartOrRefuse start = new StartOrRefuse(routes, configuration);
        main.bind("zfsbackupRouteFiles", start.files());
        main.addMainListener(start);
        try {
            main.run();
        } catch (Exception e) {
            Exception refusal = start.refusal(e, main.getCamelContext());
            main.stop();
            throw refusal;
        }
        return main.getExitCode();
    }
}
