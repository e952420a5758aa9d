package org.zfsbackup.cli;

import java.util.List;
import org.zfsbackup.cli.replica.SshMethod;
import org.zfsbackup.cli.replica.ZfsMethod;
import org.zfsbackup.cli.store.DirectoryMethod;
import org.zfsbackup.cli.store.S3Method;
import org.zfsbackup.cli.store.TargetMethod;
import picocli.CommandLine;

/**
 * The subcommands of the program. A command line gets only those that its words name, because building the model of all of
 * them takes longer than many a run. It gets all if none is named, or if the user asks for help.
 */
final class MethodRegistry {
    private static final List<Class<?>> ALL = List.of(
            ZfsMethod.class,
            SshMethod.class,
            DirectoryMethod.class,
            S3Method.class,
            TargetMethod.class,
            CounterMethod.class,
            ServeCommand.class,
            HelpCommand.class);

    private MethodRegistry() {}

    /** @param words what was typed, with the contents of argument files in place of their names */
    static void addTo(CommandLine line, List<String> words) {
        boolean help = words.stream().anyMatch(HelpCommand::isAskedBy);
        List<Class<?>> named =
                ALL.stream().filter(method -> words.contains(nameOf(method))).toList();
        (help || named.isEmpty() ? ALL : named).forEach(line::addSubcommand);
    }

    /** A command line with all subcommands. */
    static CommandLine all() {
        CommandLine line = new CommandLine(new RootCommand());
        ALL.forEach(line::addSubcommand);
        return line;
    }

    /** The names of all subcommands, in the order of the help. */
    static List<String> names() {
        return ALL.stream().map(MethodRegistry::nameOf).toList();
    }

    private static String nameOf(Class<?> method) {
        return method.getAnnotation(CommandLine.Command.class).name();
    }
}
