package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.DynamicTest.dynamicTest;

import java.io.IOException;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** Runs the command lines of the documentation, in the order of each page, on real ZFS and on servers of this host. */
@Tag("zfs")
@Timeout(600)
class DocumentedCommandsIT {
    private static final String ENDLESS = "it runs until it is stopped, so ServeTest starts and stops it";

    /** The lines that are not run here, with the reason. A line that is not in this list is run. */
    private static final Map<String, String> NOT_RUN = Map.of(
            "serve", ENDLESS,
            "serve --routes /etc/zfsbackup/routes --config config/application.properties", ENDLESS);

    private static DocumentedPlaces places;

    @BeforeAll
    static void prepare(@TempDir Path directory) throws Exception {
        places = new DocumentedPlaces(directory);
    }

    @AfterAll
    static void cleanUp() throws IOException {
        places.close();
    }

    @TestFactory
    Stream<DynamicTest> commandsOfThePages_run() throws IOException {
        Set<String> checks = new HashSet<>();
        return DocumentedCommand.all().stream()
                .filter(command -> !NOT_RUN.containsKey(command.text()))
                // Each check takes seconds and always begins with an empty folder, so one on several pages is run once.
                .filter(command -> !command.text().startsWith("target check") || checks.add(command.text()))
                .map(command -> dynamicTest(command.toString(), () -> run(command)));
    }

    private static void run(DocumentedCommand command) throws IOException {
        List<String> words = places.prepare(command);
        String output = Cli.ok(words.toArray(String[]::new));
        if (!words.contains("--to-file")) {
            assertThat(output).isNotBlank();
        }
        places.check(words);
    }

    @Test
    void linesThatAreNotRun_areInTheDocumentation() throws IOException {
        assertThat(DocumentedCommand.all().stream().map(DocumentedCommand::text))
                .containsAll(NOT_RUN.keySet());
    }
}
