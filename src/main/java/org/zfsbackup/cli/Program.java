package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.util.List;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** Runs commands in this process. It is apart from {@link Main}, which must load without picocli to say that it is missing. */
public final class Program {
    private Program() {}

    /** Runs one command and gives its exit status. Nothing is left running; the writers are flushed, not closed. */
    public static int run(PrintWriter plainOut, PrintWriter plainErr, String... arguments) {
        PrintWriter out = new PrintableWriter(plainOut);
        PrintWriter err = new PrintableWriter(plainErr);
        List<String> words = expanded(arguments);
        int status = execute(commandLine(words).setOut(out).setErr(err), words);
        out.flush();
        err.flush();
        return status;
    }

    /** A command line with the subcommands for these words. */
    static CommandLine commandLine(List<String> words) {
        CommandLine line = new CommandLine(new RootCommand());
        MethodRegistry.addTo(line, words);
        // the following reaches only the subcommands that are there already
        return line.setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAllowSubcommandsAsOptionParameters(true)
                .setExpandAtFiles(false)
                .setParameterExceptionHandler(Failure::usage)
                .setExecutionExceptionHandler(Failure::execution);
    }

    /** The words with the contents of {@code @FILE} in place of its name. */
    private static List<String> expanded(String... arguments) {
        return new CommandLine(CommandSpec.create())
                .setUnmatchedArgumentsAllowed(true)
                .parseArgs(arguments)
                .expandedArgs();
    }

    /** picocli's handlers see exceptions, but no errors. */
    private static int execute(CommandLine line, List<String> typed) {
        try {
            CommandWords words = new CommandWords(line, typed);
            if (words.askForHelp()) {
                line.getOut().print(new HelpPage(words.command()).text());
                return 0;
            }
            return line.execute(words.ordered().toArray(String[]::new));
        } catch (CommandLine.ParameterException e) {
            return Failure.usage(e, typed.toArray(String[]::new));
        } catch (OutOfMemoryError e) {
            return Failure.memory(line);
        }
    }
}
