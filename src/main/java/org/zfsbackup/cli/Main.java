package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.zfsbackup.library.OptionalLibrary;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;

/** The program {@code zfsbackup}: exit status 0 done, 1 failed, 2 wrong usage, 130 ended by a signal. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        OptionalLibrary.COMMAND.require("the command zfsbackup");
        ShutdownHook hook = ShutdownHook.install();
        int status = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
        hook.runEnded();
        System.exit(status);
    }

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
