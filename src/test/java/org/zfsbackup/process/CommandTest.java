package org.zfsbackup.process;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CommandTest {
    private static final Duration REST = Duration.ofSeconds(20);
    private static final List<String> AWKWARD = List.of(
            "a b",
            "",
            " ",
            "it's",
            "''",
            "\"",
            "\\",
            "\\\\'",
            "$HOME",
            "`id`",
            "*",
            "a;b",
            "\t",
            "two\nlines",
            "ü",
            "-x",
            "tank/home@a_b:c.d%e+f=1,2");

    @Test
    void whatIsShownIsParsedToTheSameWords() {
        Command command = Command.of("program").with(AWKWARD);
        assertThat(Command.parse(command.toString())).isEqualTo(command);
    }

    @Test
    void aShellUnderstandsWhatIsShown() throws IOException {
        assertThat(byTheShell(Command.of("x").with(AWKWARD).toString().substring(2)))
                .isEqualTo(AWKWARD);
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "gzip -9 -c",
                "  leading  and   trailing\tblanks ",
                "'single quoted' \"double quoted\"",
                "joined' to 'gether\" again\"",
                "x '' \"\"",
                "back\\ slash \\\\ \\' \\\"",
                "'back\\slash kept'",
                "\"it's\" 'say \"hi\"'",
                "\"escaped \\\" quote \\\\ backslash\"",
                "sed \"s/\\n//\" 's/\\n//'",
                "\"\\d+\" \\d+",
            })
    void aLineIsSplitAsAShellDoes(String line) throws IOException {
        assertThat(Command.parse(line).words()).isEqualTo(byTheShell(line));
    }

    private static List<String> byTheShell(String line) throws IOException {
        Command print = Command.of("sh", "-c", "for word in " + line + "; do printf '%s\\0' \"$word\"; done");
        String printed = CommandOutput.ofSuccess(print, REST);
        List<String> words = new ArrayList<>(List.of(printed.split("\0", -1)));
        words.remove(words.size() - 1);
        return words;
    }

    @ParameterizedTest
    @ValueSource(strings = {"a 'b", "a \"b", "'", "a 'b\"", "\"a\\\""})
    void anOpenQuoteIsAnError(String line) {
        assertThatThrownBy(() -> Command.parse(line))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessageContaining("quote");
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "   ", "''", "' ' x"})
    void aCommandWithoutAProgramIsAnError(String line) {
        assertThatThrownBy(() -> Command.parse(line)).isInstanceOf(IllegalArgumentException.class);
    }

    @Test
    void noShellStandsBetween() throws IOException {
        assertThat(CommandOutput.ofSuccess(Command.of("printf", "%s", "$HOME;*'\"\\"), REST))
                .isEqualTo("$HOME;*'\"\\");
    }
}
