package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class HelpPageTest {
    /** The words that name each destination and each of its operations. */
    static Stream<List<String>> commands() {
        return MethodRegistry.all().getSubcommands().values().stream()
                .flatMap(method -> Stream.concat(
                        Stream.of(List.of(method.getCommandName())),
                        method.getSubcommands().keySet().stream()
                                .map(operation -> List.of(method.getCommandName(), operation))));
    }

    private static String page(List<String> words, String... before) {
        return Cli.ok(Cli.with(before, words.toArray(String[]::new)));
    }

    private static List<String> optionsOn(String page) {
        return Pattern.compile("(?m)^ {2,6}(?:-\\w, )?(?:--[\\w-]+, )*(--[\\[\\]\\w-]+)")
                .matcher(page)
                .results()
                .map(result -> result.group(1))
                .toList();
    }

    @ParameterizedTest
    @MethodSource("commands")
    void helpOfEachCommand_needsNoRequiredOptions(List<String> words) {
        String path = String.join(" ", words);
        String page = page(words, "help");
        assertThat(page).startsWith("Usage: zfsbackup " + path);
        assertThat(page(words, "--help")).isEqualTo(page);
        assertThat(page(words, "-h")).isEqualTo(page);
        List<String> behind = new ArrayList<>(words);
        behind.add("--help");
        assertThat(page(behind)).isEqualTo(page);
    }

    @ParameterizedTest
    @MethodSource("commands")
    void pageOfEachCommand_namesItsOptionsOnce(List<String> words) {
        CommandLine command = MethodRegistry.all();
        for (String word : words) {
            command = command.getSubcommands().get(word);
        }
        String page = page(words, "help");
        assertThat(optionsOn(page)).doesNotHaveDuplicates();
        for (OptionSpec option : command.getCommandSpec().options()) {
            assertThat(page).contains(option.longestName().substring(2));
        }
        assertThat(page.lines()).allMatch(line -> line.length() <= 80);
    }

    @ParameterizedTest
    @ValueSource(strings = {"help", "--help", "-h", "-vh"})
    void helpOfTheProgram_namesAllSubcommandsAndSharedOptions(String arguments) {
        String page = Cli.ok(arguments);
        assertThat(page).startsWith("Usage: zfsbackup DESTINATION [OPERATION] [OPTIONS]");
        assertThat(MethodRegistry.names())
                .contains("directory", "serve", "help")
                .allSatisfy(name -> assertThat(page).containsPattern("(?m)^  " + name + " "));
        for (OptionSpec option : MethodRegistry.all().getCommandSpec().options()) {
            assertThat(page).contains(option.longestName().substring(2));
        }
    }

    @Test
    void sharedOptions_comeAfterTheOwnOnes() {
        assertThat(Cli.ok("help", "directory", "restore"))
                .containsSubsequence(
                        "Options of restore:",
                        "--to=",
                        "Chunks in Glacier:",
                        "--tier",
                        "Options of directory:",
                        "--dest=",
                        "--prefix=",
                        "Dataset:",
                        "--dataset",
                        "Passwords and keys:",
                        "--identity-file",
                        "Output:",
                        "--json");
    }

    @Test
    void groupsWithoutMeaning_areLeftOut() {
        assertThat(Cli.ok("help", "directory", "list")).doesNotContain("Encryption:", "Compression:", "--full");
        assertThat(Cli.ok("help", "directory", "backup")).contains("Encryption:", "Compression:", "--full");
        assertThat(Cli.ok("help", "directory")).contains("Operations:", "Encryption:", "--operation");
        assertThat(Cli.ok("help", "zfs", "backup"))
                .contains("--exclude", "--[no-]raw")
                .doesNotContain("Encryption:");
        assertThat(Cli.ok("help", "zfs", "list")).doesNotContain("--exclude", "--[no-]raw");
        assertThat(Cli.ok("help", "s3", "list")).contains("--secret-file").doesNotContain("--glacier");
        assertThat(Cli.ok("help", "serve")).contains("--routes").doesNotContain("Dataset:", "--json");
    }

    @Test
    void requiredOptions_areInTheFirstLine() {
        assertThat(Cli.ok("help", "ssh", "verify"))
                .startsWith("Usage: zfsbackup ssh verify --dest DATASET --host HOST [OPTIONS]");
        assertThat(Cli.ok("help", "target", "check")).startsWith("Usage: zfsbackup target check [URI] [OPTIONS]");
    }

    @Test
    void helpForAWrongWord_isAnError() {
        Cli destination = Cli.run("help", "drectory");
        assertThat(destination.status()).isEqualTo(2);
        assertThat(destination.err()).contains("unknown subcommand 'drectory'; did you mean 'directory'?");
        Cli operation = Cli.run("help", "directory", "restor");
        assertThat(operation.status()).isEqualTo(2);
        assertThat(operation.err()).contains("unknown operation 'restor' of directory; did you mean 'restore'?");
        assertThat(Cli.run("drectory", "--help").err()).contains("did you mean 'directory'?");
    }
}
