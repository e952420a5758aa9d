package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import java.util.Set;
import java.util.stream.Stream;
import org.zfsbackup.library.OptionalLibrary;
import picocli.CommandLine;

/** The program {@code zfsbackup}: exit status 0 done, 1 failed, 2 wrong usage, 130 ended by a signal. */
public final class Main {
    private static final Set<String> RECURSIVE = Set.of("-R", "--recursive");

    private Main() {}

    public static void main(String[] arguments) {
        OptionalLibrary.COMMAND.require("the command zfsbackup");
        Ending ending = Ending.onSignal();
        int status = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
        ending.done();
        System.exit(status);
    }

    /** Runs one command and gives its exit status; nothing is left running. */
    public static int run(PrintWriter plainOut, PrintWriter plainErr, String... arguments) {
        PrintWriter out = new PrintableWriter(plainOut);
        PrintWriter err = new PrintableWriter(plainErr);
        CommandLine line = new CommandLine(new ZfsBackupCommand());
        Methods.addTo(line, arguments);
        // these hold for what was added before
        line.setOut(out)
                .setErr(err)
                .setColorScheme(CommandLine.Help.defaultColorScheme(CommandLine.Help.Ansi.OFF))
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setAllowSubcommandsAsOptionParameters(true)
                .setParameterExceptionHandler(Failure::usage)
                .setExecutionExceptionHandler(Failure::execution);
        int status = execute(line, Stream.of(arguments).map(Main::whole).toArray(String[]::new));
        out.flush();
        err.flush();
        return status;
    }

    /** picocli hands exceptions to us, and no errors. */
    private static int execute(CommandLine line, String[] arguments) {
        try {
            return line.execute(arguments);
        } catch (OutOfMemoryError e) {
            return Failure.memory(line);
        }
    }

    /** An option whose value may be left out would take the method behind it for one. */
    private static String whole(String argument) {
        return RECURSIVE.contains(argument) ? argument + "=true" : argument;
    }
}
