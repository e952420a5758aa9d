package org.zfsbackup.cli;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Deque;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.cli.option.HelpOptions;
import org.zfsbackup.cli.option.OperationOptions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The words of a command line, in the order that picocli needs: each option after the command that declares it, and the
 * operation always named. So users may put any option before or after the destination and the operation.
 */
final class CommandWords {
    private final CommandLine root;
    private final Map<String, OptionSpec> known = new LinkedHashMap<>();
    private final List<TypedOption> options = new ArrayList<>();
    private final List<String> arguments = new ArrayList<>();
    private final List<String> afterDashes = new ArrayList<>();
    private @Nullable CommandLine method;
    private @Nullable CommandLine operation;

    /**
     * Reads a command line.
     *
     * @param words what was typed, with the contents of argument files in place of their names
     * @throws CommandLine.ParameterException if an option, a destination or an operation does not exist
     */
    CommandWords(CommandLine root, List<String> words) {
        this.root = root;
        learn(root);
        Deque<String> rest = new ArrayDeque<>(words);
        while (!rest.isEmpty()) {
            read(rest.removeFirst(), rest);
        }
        if (operation == null && method != null && typed(List.of(OperationOptions.NAME))) {
            operation = namedByOption(method);
        }
    }

    private void learn(CommandLine command) {
        CommandSpec spec = command.getCommandSpec();
        spec.optionsMap().forEach(known::putIfAbsent);
        spec.negatedOptionsMap().forEach(known::putIfAbsent);
        command.getSubcommands().values().forEach(this::learn);
    }

    private void read(String word, Deque<String> rest) {
        if (word.equals("--")) {
            afterDashes.add(word);
            afterDashes.addAll(rest);
            rest.clear();
        } else if (word.startsWith("-") && word.length() > 1) {
            option(word, rest);
        } else if (method == null) {
            method = child(root, word);
        } else if (operation == null && !method.getSubcommands().isEmpty()) {
            operation = child(method, word);
        } else {
            arguments.add(word);
        }
    }

    private static CommandLine child(CommandLine parent, String word) {
        CommandLine child = parent.getSubcommands().get(word);
        if (child == null) {
            throw UnknownWord.command(parent, word);
        }
        return child;
    }

    private void option(String word, Deque<String> rest) {
        int equals = word.indexOf('=');
        String name = equals < 0 ? word : word.substring(0, equals);
        if (word.startsWith("--") || known.containsKey(name) || !known.containsKey(word.substring(0, 2))) {
            add(name, word, equals >= 0, rest);
        } else {
            letters(word, rest);
        }
    }

    /** Reads a word of several one-letter options. The last of them may have a value in the same word or in the next. */
    private void letters(String word, Deque<String> rest) {
        for (int i = 1; i < word.length(); i++) {
            String name = "-" + word.charAt(i);
            OptionSpec option = known.get(name);
            if (option != null && option.arity().max() > 0) {
                add(name, "-" + word.substring(i), i + 1 < word.length(), rest);
                return;
            }
            add(name, name, false, rest);
        }
    }

    private void add(String name, String word, boolean hasValue, Deque<String> rest) {
        OptionSpec option = known.get(name);
        if (option == null) {
            throw UnknownWord.option(command(), name, known.keySet());
        }
        List<String> words = new ArrayList<>(List.of(word));
        if (!hasValue) {
            if (option.arity().min() > 0 && !rest.isEmpty()) {
                words.add(rest.removeFirst());
            } else if (option.arity().min() == 0 && option.arity().max() > 0) {
                // picocli would read the following subcommand as the option's optional value
                words.set(0, word + "=" + option.fallbackValue());
            }
        }
        TypedOption typed = new TypedOption(name, words, option, depth());
        options.removeIf(typed::overrides);
        options.add(typed);
    }

    /** How many commands were named so far. */
    private int depth() {
        return operation != null ? 2 : method != null ? 1 : 0;
    }

    private @Nullable CommandLine namedByOption(CommandLine destination) {
        String name = options.stream()
                .filter(option -> option.name().equals(OperationOptions.NAME))
                .reduce((first, last) -> last)
                .orElseThrow()
                .value();
        boolean whole = destination.getSubcommands().isEmpty() && name.equals(MethodCommand.DEFAULT_OPERATION);
        return whole ? null : child(destination, name);
    }

    private boolean typed(Collection<String> names) {
        return options.stream().anyMatch(option -> names.contains(option.name()));
    }

    /** Whether the user asks for help with the command. */
    boolean askForHelp() {
        return typed(HelpOptions.HELP);
    }

    /** The operation, destination or program that was named. */
    CommandLine command() {
        return operation != null ? operation : method != null ? method : root;
    }

    /**
     * The words for picocli.
     *
     * @throws CommandLine.ParameterException if an option is for another operation, or a word is left over
     */
    List<String> ordered() {
        if (typed(HelpOptions.VERSION)) {
            return List.of("--version");
        }
        List<CommandLine> chain = chain();
        List<String> words = new ArrayList<>();
        for (CommandLine command : chain) {
            words.add(command.getCommandName());
            options.stream()
                    .filter(option -> owner(option, chain) == command)
                    .forEach(option -> words.addAll(option.words()));
        }
        words.remove(0);
        words.addAll(checkedArguments(chain.get(chain.size() - 1)));
        words.addAll(afterDashes);
        return words;
    }

    private List<CommandLine> chain() {
        CommandLine last = operation == null && method != null
                ? method.getSubcommands().get(MethodCommand.DEFAULT_OPERATION)
                : operation;
        return Stream.of(root, method, last).filter(command -> command != null).toList();
    }

    private static CommandLine owner(TypedOption option, List<CommandLine> chain) {
        return chain.stream()
                .filter(command -> has(command.getCommandSpec(), option.name()))
                .findFirst()
                .orElseThrow(() -> UnknownWord.option(chain.get(chain.size() - 1), option.name(), List.of()));
    }

    private static boolean has(CommandSpec spec, String name) {
        return spec.optionsMap().containsKey(name) || spec.negatedOptionsMap().containsKey(name);
    }

    private List<String> checkedArguments(CommandLine last) {
        if (!arguments.isEmpty() && last.getCommandSpec().positionalParameters().isEmpty()) {
            throw UnknownWord.argument(last, arguments.get(0));
        }
        return arguments;
    }
}
