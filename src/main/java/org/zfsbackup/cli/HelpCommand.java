package org.zfsbackup.cli;

import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** The subcommand {@code help}: the page of the command that the words after it name. */
@Command(name = "help", description = "Prints the help for a destination, or for one of its operations.")
final class HelpCommand implements Callable<Integer> {
    @Parameters(
            arity = "0..2",
            paramLabel = "DESTINATION [OPERATION]",
            hideParamSyntax = true,
            description = "For example: directory restore.")
    List<String> words = new ArrayList<>();

    @Spec
    @Nullable
    CommandSpec spec;

    /** Whether a word may be one that asks for help. {@code -h} may stand among other letters. */
    static boolean isAskedBy(String word) {
        return word.equals("help") || word.equals("--help") || word.matches("-[^-]*h.*");
    }

    @Override
    public Integer call() {
        CommandLine own = Objects.requireNonNull(spec, "picocli injects it").commandLine();
        CommandLine command = own.getParent();
        for (String word : words) {
            CommandLine next = command.getSubcommands().get(word);
            if (next == null) {
                throw UnknownWord.command(command, word);
            }
            command = next;
        }
        own.getOut().print(new HelpPage(command).text());
        own.getOut().flush();
        return 0;
    }
}
