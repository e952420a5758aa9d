package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/**
 * Every command line in the documentation has options that exist, for the destination and the operation that it names.
 * {@link DocumentedCommandsIT} runs them.
 */
class DocumentedCommandsTest {
    static List<DocumentedCommand> commands() throws IOException {
        return DocumentedCommand.all();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isUnderstood(DocumentedCommand command) {
        List<String> words = command.words();
        CommandLine line = Program.commandLine(words);
        CommandWords typed = new CommandWords(line, words);
        if (!typed.askForHelp()) {
            line.parseArgs(typed.ordered().toArray(String[]::new));
        }
    }

    @Test
    void commandsOfEachPage_areFound() throws IOException {
        List<String> pages = commands().stream().map(DocumentedCommand::page).toList();
        assertThat(pages)
                .hasSizeGreaterThan(40)
                .contains("README.md", "replication.md", "s3.md", "targets.md", "manual.md", "docker-compose.yml");
        assertThat(pages.stream().filter("README.md"::equals)).hasSizeGreaterThan(15);
    }
}
