package org.zfsbackup.cli;

import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;

/** The command line, run in the process of the test: its exit status and its output. */
public record Cli(int status, String out, String err) {
    public static Cli run(String... arguments) {
        StringWriter out = new StringWriter();
        StringWriter err = new StringWriter();
        int status = Program.run(new PrintWriter(out), new PrintWriter(err), arguments);
        return new Cli(status, out.toString(), err.toString());
    }

    /** Runs a command that must succeed. */
    public static String ok(String... arguments) {
        return run(arguments).succeeded(arguments);
    }

    /** The output of a run with these arguments, which must have succeeded. */
    String succeeded(String... arguments) {
        if (status != 0) {
            throw new AssertionError(List.of(arguments) + " ended with " + status + ": " + err);
        }
        return out;
    }

    /** Arguments after others. */
    public static String[] with(String[] first, String... more) {
        List<String> all = new ArrayList<>(List.of(first));
        all.addAll(List.of(more));
        return all.toArray(String[]::new);
    }
}
