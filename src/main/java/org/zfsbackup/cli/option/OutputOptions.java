package org.zfsbackup.cli.option;

import org.zfsbackup.service.Logging;
import picocli.CommandLine.Option;

/** The options that choose what is printed. */
@OptionGroup("Output")
public final class OutputOptions {
    @Option(
            names = {"--verbose", "-v"},
            description = "Verbose output.")
    boolean verbose;

    @Option(
            names = {"--quiet", "-q"},
            description = "Print errors only.")
    boolean quiet;

    @Option(names = "--json", description = "Print the result as JSON.")
    boolean json;

    @Option(names = "--debug", description = "Print Camel's log, and stack traces.")
    boolean debug;

    /** Whether the user wants details. */
    public boolean verbose() {
        return verbose;
    }

    /** Whether the user wants errors only. */
    public boolean quiet() {
        return quiet;
    }

    /** Whether a program reads the result. */
    public boolean json() {
        return json;
    }

    /** Whether stack traces are wanted. */
    public boolean debug() {
        return debug;
    }

    /** Whether lines for people are wanted: neither errors only, nor JSON. */
    public boolean isForPeople() {
        return !quiet && !json;
    }

    /** Lets the log of this process print as much as the user wants. */
    public void configureLog() {
        Logging.configure(verbose, debug);
    }
}
