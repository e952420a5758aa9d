package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.nio.charset.StandardCharsets;
import org.zfsbackup.library.OptionalLibrary;

/** The program {@code zfsbackup}: exit status 0 done, 1 failed, 2 wrong usage, 130 ended by a signal. */
public final class Main {
    private Main() {}

    /** Runs one command and ends the process with its exit status. */
    public static void main(String[] arguments) {
        OptionalLibrary.COMMAND.require("the command zfsbackup");
        ShutdownHook hook = ShutdownHook.install();
        int status = Program.run(
                new PrintWriter(System.out, true, StandardCharsets.UTF_8),
                new PrintWriter(System.err, true, StandardCharsets.UTF_8),
                arguments);
        hook.runEnded();
        System.exit(status);
    }
}
