package org.zfsbackup.cli;

import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import picocli.CommandLine;

/**
 * The methods, of which a command line gets those that its arguments name: to describe all of them with all their
 * operations takes longer than many a run. It gets all where none is named, where help is asked for, or where arguments stand in a file.
 */
final class Methods {
    private static final List<Class<?>> ALL = List.of(
            ZfsMethod.class,
            SshMethod.class,
            DirectoryCommand.class,
            S3Command.class,
            TargetCommand.class,
            CounterCommand.class,
            ServeCommand.class);

    /** {@code -h} may stand among other letters. */
    private static final Pattern HELP_OR_FILE = Pattern.compile("--help|-[^-]*h.*|@.*");

    private Methods() {}

    static void addTo(CommandLine line, String... arguments) {
        List<Class<?>> named = ALL.stream()
                .filter(method -> List.of(arguments).contains(nameOf(method)))
                .toList();
        boolean open = Stream.of(arguments).anyMatch(HELP_OR_FILE.asMatchPredicate());
        (open || named.isEmpty() ? ALL : named).forEach(line::addSubcommand);
    }

    private static String nameOf(Class<?> method) {
        return method.getAnnotation(CommandLine.Command.class).name();
    }
}
