package org.zfsbackup.cli.option;

import java.util.Set;
import picocli.CommandLine.Option;

/** The options that ask about the program itself. */
@OptionGroup("Output")
public final class HelpOptions {
    /** The names of the option that asks for help. */
    public static final Set<String> HELP = Set.of("--help", "-h");
    /** The names of the option that asks for the version. */
    public static final Set<String> VERSION = Set.of("--version", "-V");

    @Option(
            names = {"--help", "-h"},
            usageHelp = true,
            description = "Print this help and exit.")
    boolean help;

    @Option(
            names = {"--version", "-V"},
            versionHelp = true,
            description = "Print the version and exit.")
    boolean version;
}
