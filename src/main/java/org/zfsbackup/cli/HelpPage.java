package org.zfsbackup.cli;

import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import picocli.CommandLine;
import picocli.CommandLine.Help;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/** The help for the program, a destination or an operation. */
final class HelpPage {
    private static final String LINE = System.lineSeparator();
    private static final List<String> EXAMPLES = List.of(
            "Options may stand before or after the destination and the operation. Without an operation, a destination backs"
                    + " up. 'zfsbackup help DESTINATION [OPERATION]' prints only what belongs to it.",
            "",
            "Examples:",
            "  zfsbackup --dataset tank/home --compress=zstd directory --dest /backup",
            "  zfsbackup directory --dest /backup list",
            "  zfsbackup --dataset tank/home directory --dest /backup restore --to tank/again",
            "  zfsbackup --dataset tank/home ssh --host nas --dest pool",
            "");
    private static final String EXIT_STATUS = "Exit status: 0 done (also if there was nothing to do), 1 failed,"
            + " 2 wrong usage, 130 ended by a signal.";

    private final CommandLine command;
    private final Help help;
    private final Map<String, List<OptionSpec>> sections;

    HelpPage(CommandLine command) {
        this.command = command;
        this.help = new Help(command.getCommandSpec(), Help.defaultColorScheme(Help.Ansi.OFF));
        this.sections = HelpSections.of(command);
    }

    /** The whole page, its lines ended by line separators and no longer than 80 characters. */
    String text() {
        StringBuilder page = new StringBuilder();
        page.append(wrapped("Usage: " + synopsis()));
        page.append(
                wrapped(String.join(" ", command.getCommandSpec().usageMessage().description())));
        page.append(subcommands());
        sections.forEach((title, options) -> page.append(section(title, options)));
        page.append(LINE);
        if (isRoot()) {
            EXAMPLES.forEach(line -> page.append(wrapped(line)));
        }
        return page.append(wrapped(EXIT_STATUS)).toString();
    }

    private boolean isRoot() {
        return command.getParent() == null;
    }

    private String synopsis() {
        String name = command.getCommandSpec().qualifiedName();
        if (isRoot()) {
            return name + " DESTINATION [OPERATION] [OPTIONS]";
        }
        String words = command.getSubcommands().isEmpty() ? arguments() : " [OPERATION]";
        return name + words + required() + " [OPTIONS]";
    }

    private String arguments() {
        return command.getCommandSpec().positionalParameters().stream()
                .map(parameter -> " [" + parameter.paramLabel() + "]")
                .collect(Collectors.joining());
    }

    private String required() {
        CommandSpec parent = command.getCommandSpec().parent();
        return Stream.of(parent, command.getCommandSpec())
                .flatMap(spec -> spec.options().stream())
                .filter(OptionSpec::required)
                .map(option -> " " + option.longestName() + " " + option.paramLabel())
                .collect(Collectors.joining());
    }

    private String subcommands() {
        if (command.getSubcommands().isEmpty()) {
            return "";
        }
        String title = isRoot() ? "Destinations, and other subcommands:" : "Operations:";
        return LINE + title + LINE + help.commandList();
    }

    /** All sections get the columns that fit the whole page. */
    private List<OptionSpec> allOptions() {
        return sections.values().stream().flatMap(List::stream).toList();
    }

    private String section(String title, List<OptionSpec> options) {
        List<PositionalParamSpec> parameters =
                HelpSections.isOwn(command, title) ? command.getCommandSpec().positionalParameters() : List.of();
        Help.Layout layout = help.createDefaultLayout(allOptions(), parameters, help.colorScheme());
        layout.addAllPositionalParameters(parameters, help.parameterLabelRenderer());
        layout.addAllOptions(options, help.parameterLabelRenderer());
        return LINE + title + ":" + LINE + layout;
    }

    /** A paragraph in lines of at most 80 characters; what is indented stays as it is. */
    private String wrapped(String paragraph) {
        if (paragraph.startsWith(" ")) {
            return paragraph + LINE;
        }
        Help.TextTable table =
                Help.TextTable.forColumns(help.colorScheme(), new Help.Column(80, 0, Help.Column.Overflow.WRAP));
        table.indentWrappedLines = 0;
        table.addRowValues(paragraph);
        return paragraph.isEmpty() ? LINE : table.toString();
    }
}
