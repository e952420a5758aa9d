package org.zfsbackup.cli;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.TreeSet;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.ParameterException;

/** The errors for words that a command line does not know. Values of options are not in them: they may be secret. */
final class UnknownWord {
    private UnknownWord() {}

    /** A word that is in the place of a destination or an operation, but is neither. */
    static ParameterException command(CommandLine parent, String word) {
        boolean root = parent.getParent() == null;
        Collection<String> known =
                root ? MethodRegistry.names() : parent.getSubcommands().keySet();
        if (known.isEmpty()) {
            return argument(parent, word);
        }
        String what = root ? "subcommand '" : "operation '";
        String where = root ? "" : " of " + parent.getCommandName();
        String hint = Spelling.hint(word, known);
        String order = root && isOperation(word) ? "; an operation comes after its destination" : "";
        String expected = (hint.isEmpty() ? "; expected" : " Expected") + " one of: " + String.join(", ", known);
        return new ParameterException(parent, "unknown " + what + word + "'" + where + order + hint + expected);
    }

    private static boolean isOperation(String word) {
        return MethodRegistry.all().getSubcommands().values().stream()
                .anyMatch(method -> method.getSubcommands().containsKey(word));
    }

    /** A word after an operation that takes no arguments. */
    static ParameterException argument(CommandLine command, String word) {
        return new ParameterException(command, "unexpected word '" + word + "' after " + path(command));
    }

    /**
     * An option that the command does not have.
     *
     * @param command the program, destination or operation that was named last
     * @param name without its value
     * @param known the options that the user may have meant
     */
    static ParameterException option(CommandLine command, String name, Collection<String> known) {
        List<String> owners = owners(name);
        if (owners.isEmpty()) {
            return new ParameterException(command, "unknown option '" + name + "'" + Spelling.hint(name, known));
        }
        String where = command.getParent() == null ? "without a destination" : "for " + path(command);
        return new ParameterException(
                command, "option " + name + " does not exist " + where + ", but for: " + String.join(", ", owners));
    }

    private static Stream<String> names(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        return Stream.concat(spec.optionsMap().keySet().stream(), spec.negatedOptionsMap().keySet().stream());
    }

    /** The destinations that have an option, and the operations that have it, as the user types them. */
    private static List<String> owners(String name) {
        Collection<String> owners = new TreeSet<>();
        for (CommandLine method : MethodRegistry.all().getSubcommands().values()) {
            Stream.concat(Stream.of(method), method.getSubcommands().values().stream())
                    .filter(command -> names(command).anyMatch(name::equals))
                    .forEach(command -> owners.add(path(command)));
        }
        return new ArrayList<>(owners);
    }

    private static String path(CommandLine command) {
        return command.getCommandSpec().qualifiedName().replaceFirst("^zfsbackup ", "");
    }
}
