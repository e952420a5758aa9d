package org.zfsbackup;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** The guarantees of {@code security.md} are numbered, and the tests that it names exist. */
class SecurityPageTest {
    private static final Path PAGE = Path.of("src/docs/security.md");

    private static Set<String> tests() throws IOException {
        try (Stream<Path> files = Files.walk(Path.of("src/test/java"))) {
            return files.map(file -> file.getFileName().toString())
                    .filter(name -> name.matches("\\w+(Test|IT)\\.java"))
                    .map(name -> name.replace(".java", ""))
                    .collect(Collectors.toCollection(TreeSet::new));
        }
    }

    private static List<String> all(String pattern, String text) {
        return Pattern.compile(pattern)
                .matcher(text)
                .results()
                .map(MatchResult::group)
                .toList();
    }

    @Test
    void everyGuarantee_namesTestsThatExist() throws IOException {
        String page = Files.readString(PAGE);
        String guarantees = page.substring(page.indexOf("## What is guaranteed"), page.indexOf("## What is not"));
        List<String> paragraphs = Stream.of(guarantees.split("(?=\\*\\*G)"))
                .filter(paragraph -> paragraph.startsWith("**G"))
                .toList();
        Set<String> existing = tests();
        for (String paragraph : paragraphs) {
            assertThat(all("\\b\\w+(Test|IT)\\b", paragraph)).isNotEmpty().allMatch(existing::contains, paragraph);
        }
        assertThat(all("(?<=\\*\\*G)\\d+", guarantees))
                .containsExactlyElementsOf(IntStream.rangeClosed(1, paragraphs.size())
                        .mapToObj(Integer::toString)
                        .toList());
        assertThat(paragraphs).hasSizeGreaterThan(5);
    }
}
