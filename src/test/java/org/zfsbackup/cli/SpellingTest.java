package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SpellingTest {
    @ParameterizedTest
    @CsvSource({
        "list, list, 0",
        "lst, list, 1",
        "lists, list, 1",
        "lost, list, 1",
        "lsit, list, 1",
        "a, xyz, 3",
        "'', abc, 3"
    })
    void mistakes_areCounted(String word, String other, int mistakes) {
        assertThat(Spelling.mistakes(word, other)).isEqualTo(mistakes);
        assertThat(Spelling.mistakes(other, word)).isEqualTo(mistakes);
    }

    @Test
    void closestWords_areAllNamed() {
        assertThat(Spelling.similar("--tier", List.of("--tie", "--tiers", "--days")))
                .containsExactly("--tie", "--tiers");
        assertThat(Spelling.hint("--x", List.of("--all", "--days"))).isEmpty();
        assertThat(Spelling.hint("bakcup", List.of("backup", "list"))).isEqualTo("; did you mean 'backup'?");
    }
}
