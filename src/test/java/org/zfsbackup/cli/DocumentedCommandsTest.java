package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;
import picocli.CommandLine;

/** Every command line in the documentation has options that exist, for the destination and the operation that it names. */
class DocumentedCommandsTest {
    private static final Pattern LINE = Pattern.compile("(?m)^[#\\s]*(?:[A-Z][a-z ]+: +)?bin/zfsbackup +(\\S.*)$");
    private static final Pattern INLINE = Pattern.compile("`(?:bin/)?zfsbackup +([-a-z][^`]+)`");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    static List<Arguments> commands() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("src/docs"))) {
            return Stream.concat(
                            pages.filter(Files::isRegularFile),
                            Stream.of("README.md", "docker-compose.yml").map(Path::of))
                    .sorted()
                    .flatMap(DocumentedCommandsTest::commands)
                    .toList();
        }
    }

    private static Stream<Arguments> commands(Path page) {
        try {
            String text = Files.readString(page).replaceAll(" *\\\\\n[#\\s]*", " ");
            return Stream.of(LINE, INLINE)
                    .flatMap(pattern -> pattern.matcher(text).results())
                    .map(found -> found.group(1).replaceFirst(" (#|\\|) .*", ""))
                    .map(command -> Arguments.of(page.getFileName(), command.strip()));
        } catch (IOException e) {
            throw new AssertionError(page.toString(), e);
        }
    }

    private static List<String> words(String command) {
        return WORD.matcher(command)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void command_isUnderstood(Path page, String command) {
        List<String> words = words(command);
        CommandLine line = Program.commandLine(words);
        CommandWords typed = new CommandWords(line, words);
        if (!typed.askForHelp()) {
            line.parseArgs(typed.ordered().toArray(String[]::new));
        }
    }

    @Test
    void commandsOfEachPage_areFound() throws IOException {
        List<String> pages =
                commands().stream().map(found -> found.get()[0].toString()).toList();
        assertThat(pages)
                .hasSizeGreaterThan(25)
                .contains("README.md", "replication.md", "s3.md", "targets.md", "docker-compose.yml");
        Matcher lines = LINE.matcher(Files.readString(Path.of("README.md")));
        assertThat(lines.results().count()).isGreaterThan(15);
    }
}
