package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import picocli.CommandLine;

/** The program {@code zfsbackup}: exit status 0 done, 1 failed, 2 wrong usage, 130 ended by a signal. */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) {
        Ending ending = Ending.onSignal();
        int status = run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
        ending.done();
        System.exit(status);
    }

    /** Runs one command and gives its exit status; nothing is left running. */
    static int run(PrintWriter out, PrintWriter err, String... arguments) {
        CommandLine line = new CommandLine(new ZfsBackupCommand())
                .setOut(out)
                .setErr(err)
                .setCaseInsensitiveEnumValuesAllowed(true)
                .setParameterExceptionHandler(Failure::usage)
                .setExecutionExceptionHandler(Failure::execution);
        int status = line.execute(arguments);
        out.flush();
        err.flush();
        return status;
    }
}
