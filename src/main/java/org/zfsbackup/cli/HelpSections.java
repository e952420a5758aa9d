package org.zfsbackup.cli;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zfsbackup.cli.option.OperationOptions;
import org.zfsbackup.cli.option.OptionGroup;
import org.zfsbackup.cli.option.UsesOptions;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/**
 * The options of a command for its help, by title: its own, then those of its destination, then the shared ones. Groups of
 * the commands before it are left out unless it uses them.
 */
final class HelpSections {
    private final Map<String, List<OptionSpec>> sections = new LinkedHashMap<>();
    private final CommandLine command;

    private HelpSections(CommandLine command) {
        this.command = command;
    }

    /** The sections in the order of the page. None is empty, unless the command has arguments to be described there. */
    static Map<String, List<OptionSpec>> of(CommandLine command) {
        HelpSections sections = new HelpSections(command);
        for (CommandLine each = command; each != null; each = each.getParent()) {
            sections.add(each);
        }
        return sections.sections;
    }

    /** Whether a title is that of the options that only the command has. */
    static boolean isOwn(CommandLine command, String title) {
        return title.equals(title(command));
    }

    private static String title(CommandLine command) {
        return "Options of " + command.getCommandName();
    }

    private void add(CommandLine declaring) {
        CommandSpec spec = declaring.getCommandSpec();
        Set<String> grouped = new HashSet<>();
        spec.mixins()
                .values()
                .forEach(mixin -> grouped.addAll(mixin.optionsMap().keySet()));
        List<OptionSpec> own = spec.options().stream()
                .filter(option -> !grouped.contains(option.longestName()))
                .sorted(Comparator.comparing(option -> !option.required()))
                .toList();
        if (!own.isEmpty()
                || (declaring == command && !spec.positionalParameters().isEmpty())) {
            sections.put(title(declaring), own);
        }
        spec.mixins().values().stream()
                .filter(mixin ->
                        declaring == command || isUsed(mixin.userObject().getClass()))
                .forEach(this::addGroup);
    }

    private void addGroup(CommandSpec mixin) {
        String title =
                mixin.userObject().getClass().getAnnotation(OptionGroup.class).value();
        sections.computeIfAbsent(title, key -> new ArrayList<>()).addAll(mixin.options());
    }

    /** Without an operation, a destination backs up: so its page shows what a backup uses. */
    private boolean isUsed(Class<?> group) {
        CommandLine operation = command.getSubcommands().get(MethodCommand.DEFAULT_OPERATION);
        return operation == null ? uses(command, group) : group == OperationOptions.class || uses(operation, group);
    }

    private static boolean uses(CommandLine user, Class<?> group) {
        Class<?> type = user.getCommandSpec().userObject().getClass();
        for (Class<?> each = type; each != null; each = each.getSuperclass()) {
            UsesOptions used = each.getAnnotation(UsesOptions.class);
            if (used != null && List.of(used.value()).contains(group)) {
                return true;
            }
        }
        return false;
    }
}
