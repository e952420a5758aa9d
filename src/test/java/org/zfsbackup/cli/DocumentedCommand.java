package org.zfsbackup.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A command line in the documentation.
 *
 * @param page the name of its file
 * @param text the arguments of {@code zfsbackup}, as they are written there
 */
record DocumentedCommand(String page, String text) {
    private static final Pattern LINE = Pattern.compile("(?m)^[#\\s]*(?:[A-Z][a-z ]+: +)?bin/zfsbackup +(\\S.*)$");
    private static final Pattern INLINE = Pattern.compile("`(?:bin/)?zfsbackup +([-a-z][^`]+)`");
    private static final Pattern WORD = Pattern.compile("'([^']*)'|(\\S+)");

    /** Returns the command lines of all pages, in the order of each page. */
    static List<DocumentedCommand> all() throws IOException {
        try (Stream<Path> pages = Files.walk(Path.of("src/docs"))) {
            return Stream.concat(
                            pages.filter(Files::isRegularFile),
                            Stream.of("README.md", "docker-compose.yml").map(Path::of))
                    .sorted()
                    .flatMap(DocumentedCommand::of)
                    .toList();
        }
    }

    private static Stream<DocumentedCommand> of(Path page) {
        try {
            String text = Files.readString(page).replaceAll(" *\\\\\n[#\\s]*", " ");
            return Stream.of(LINE, INLINE)
                    .flatMap(pattern -> pattern.matcher(text).results())
                    .sorted(Comparator.comparingInt(MatchResult::start))
                    .map(found -> found.group(1).replaceFirst(" (#|\\|) .*", "").strip())
                    .map(command -> new DocumentedCommand(page.getFileName().toString(), command));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the arguments, as a shell would split them. */
    List<String> words() {
        return WORD.matcher(text)
                .results()
                .map(word -> word.group(1) == null ? word.group(2) : word.group(1))
                .toList();
    }

    @Override
    public String toString() {
        return page + ": " + text;
    }
}
