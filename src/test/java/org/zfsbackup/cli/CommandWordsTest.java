package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.fixture.FakeZfs;
import picocli.CommandLine;
import picocli.CommandLine.Model.OptionSpec;

class CommandWordsTest {
    private static String ordered(String arguments) {
        List<String> words = List.of(arguments.split(" "));
        return String.join(" ", new CommandWords(Program.commandLine(words), words).ordered());
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "-v directory --dest d --prefix p restore --to t",
                "directory restore -v --dest d --prefix p --to t",
                "--to t --prefix p --dest d -v directory restore",
                "directory --to t --prefix p restore --dest d -v",
                "--operation restore --to t directory -v --dest d --prefix p",
            })
    void optionsAnywhere_goToTheirCommand(String arguments) {
        assertThat(ordered(arguments).replace("--operation restore ", "").split(" "))
                .containsExactlyInAnyOrder("-v directory --dest d --prefix p restore --to t".split(" "));
        assertThat(ordered(arguments))
                .matches(
                        "(?:--operation restore )?-v(?: --operation restore)? directory .*(--dest d|--prefix p) restore --to t");
    }

    @ParameterizedTest
    @CsvSource({
        "-CE directory -Dd, -C -E directory -Dd backup",
        "-vqS tank directory -D=d, -v -q -S tank directory -D=d backup",
        "-vStank directory -D d, -v -Stank directory -D d backup",
        "-R zfs --dest d, -R=true zfs --dest d backup",
        "zfs --dest d -R, -R=true zfs --dest d backup",
        "-vR zfs --dest d, -v -R=true zfs --dest d backup",
        "-Reach zfs --dest d, -Reach zfs --dest d backup",
        "--recursive=each zfs --dest zfs, --recursive=each zfs --dest zfs backup",
        "--dest list zfs list, zfs --dest list list",
        "--no-raw zfs --dest d, zfs --no-raw --dest d backup",
        "counter --operation backup, --operation backup counter",
        "target --uri u check v, target --uri u check v",
        "-S a directory --dest d list -S b, -S b directory --dest d list",
        "--raw zfs --dest d --no-raw, zfs --dest d --no-raw backup",
        "-S a -S b directory --dest d, -S a -S b directory --dest d backup",
        "directory --version, --version"
    })
    void everySpelling_isUnderstood(String arguments, String ordered) {
        assertThat(ordered(arguments)).isEqualTo(ordered);
    }

    /** The words before a destination are read without knowing it. */
    @Test
    void optionsOfTheSameName_takeEquallyManyWords() {
        Map<String, String> arities = new HashMap<>();
        assertThat(everyCommand(MethodRegistry.all())).hasSizeGreaterThan(20).allSatisfy(command -> {
            for (OptionSpec option : command.getCommandSpec().options()) {
                for (String name : option.names()) {
                    String arity = option.arity().toString();
                    assertThat(arities.getOrDefault(name, arity)).as(name).isEqualTo(arity);
                    arities.put(name, arity);
                }
            }
        });
    }

    /** Else it would not be clear which of them an option is for. */
    @Test
    void commandAndItsParents_shareNoOption() {
        assertThat(everyCommand(MethodRegistry.all())).allSatisfy(command -> {
            for (CommandLine parent = command.getParent(); parent != null; parent = parent.getParent()) {
                assertThat(command.getCommandSpec().optionsMap().keySet())
                        .doesNotContainAnyElementsOf(
                                parent.getCommandSpec().optionsMap().keySet());
            }
        });
    }

    private static Stream<CommandLine> everyCommand(CommandLine command) {
        return Stream.concat(
                Stream.of(command), command.getSubcommands().values().stream().flatMap(CommandWordsTest::everyCommand));
    }

    /** The original program's documentation, and the habits of its users. */
    @ParameterizedTest
    @ValueSource(
            strings = {
                "--dataset tank/home --recursive directory --dest /backup",
                "--pool tank -R -C -E --password-file f --cipher aes-128-cbc directory -D /backup -P host backup",
                "--snapshot tank/home@monday --compressed --pigz s3 --bucket b --key k --secret s --prefix p --server u"
                        + " --region r --no-glacier",
                "-S tank/home s3 --bucket b --s3-id k --secret s --glacier list",
                "--verbose directory --dest /backup list",
                "--debug --dataset tank --no-iterate-incrementals zfs --dest backup",
                "--dataset tank --iterate-incrementals ssh --dest backup --host nas --user me restore",
                "-S tank ssh -D backup -H nas -U me",
                "--dataset tank --encrypted --password-file f counter",
                "--operation verify directory --dest /backup",
                "directory --dest /backup delete"
            })
    void commandLinesOfTheOriginal_areUnderstood(String arguments) {
        List<String> words = List.of(arguments.split(" "));
        CommandLine line = Program.commandLine(words);
        CommandLine.ParseResult parsed =
                line.parseArgs(new CommandWords(line, words).ordered().toArray(String[]::new));
        assertThat(parsed.errors()).isEmpty();
        assertThat(parsed.unmatched()).isEmpty();
    }

    @Nested
    class Run {
        @TempDir
        Path directory;

        private String[] words(String arguments) {
            return arguments.replace("DIR", directory.toString()).split(" ");
        }

        @Test
        void optionsOnEitherSide_doTheSame() throws IOException {
            String zfs = FakeZfs.in(directory, 2, 1000).command();
            assertThat(Cli.ok(words("--dest DIR --prefix p directory backup --zfs " + zfs + " -S tank/a")))
                    .contains("Backed up tank/a@s2");
            String list = Cli.ok(words("--verbose directory --dest DIR --prefix p list"));
            assertThat(list).contains("Snapshot tank/a@s1", "Chunks:");
            assertThat(Cli.ok(words("directory list --verbose --prefix p --dest DIR")))
                    .isEqualTo(list);
            assertThat(Cli.ok(words("--prefix p --dest DIR --operation list --verbose directory")))
                    .isEqualTo(list);
            Path file = Files.writeString(directory.resolve("options"), "--prefix p\n--dest " + directory);
            assertThat(Cli.ok("@" + file, "directory", "list", "-v")).isEqualTo(list);
            assertThat(Cli.ok(words("--to-file DIR/out -S tank/a@s1 directory restore -P p -D DIR")))
                    .isEmpty();
            assertThat(directory.resolve("out")).hasSameBinaryContentAs(directory.resolve("stream-tank/a/s1"));
        }
    }
}
