package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;

/**
 * Selects datasets by patterns: those that match an {@code include} pattern (all if there is none) and no {@code
 * exclude} pattern. In a pattern {@code *} matches any characters except a slash, {@code **} any characters, {@code ?}
 * one character other than a slash. A pattern must match the whole name.
 *
 * @param include patterns of the datasets to take; empty for all
 * @param exclude patterns of the datasets to leave out
 */
public record DatasetSelection(List<String> include, List<String> exclude) {
    /** Selects all datasets. */
    public static final DatasetSelection ALL = new DatasetSelection(List.of(), List.of());

    public DatasetSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /**
     * Parses lists of patterns.
     *
     * @param include patterns, separated by commas; null for all
     * @param exclude patterns, separated by commas; null for none
     */
    public static DatasetSelection of(@Nullable String include, @Nullable String exclude) {
        return new DatasetSelection(patterns(include), patterns(exclude));
    }

    private static List<String> patterns(@Nullable String text) {
        return text == null
                ? List.of()
                : Arrays.stream(text.split(",", -1))
                        .map(String::strip)
                        .filter(pattern -> !pattern.isEmpty())
                        .toList();
    }

    /** Whether the dataset is selected. */
    public boolean takes(DatasetName dataset) {
        return (include.isEmpty() || matches(include, dataset)) && !matches(exclude, dataset);
    }

    /**
     * Selects datasets of a tree.
     *
     * @param also a condition beside the patterns
     * @return them, parents first
     * @throws IOException if none is selected
     */
    public List<DatasetState> of(DatasetTree tree, Predicate<DatasetState> also) throws IOException {
        List<DatasetState> selected = tree.datasets().values().stream()
                .filter(dataset -> takes(dataset.name()) && also.test(dataset))
                .toList();
        if (selected.isEmpty()) {
            throw new IOException(
                    "no dataset of " + tree.root() + " is selected: check the patterns of include and exclude,"
                            + " and the user property org.zfsbackup:backup");
        }
        return selected;
    }

    private static boolean matches(List<String> patterns, DatasetName dataset) {
        return patterns.stream().anyMatch(pattern -> Pattern.matches(expression(pattern), dataset.value()));
    }

    private static String expression(String pattern) {
        StringBuilder expression = new StringBuilder();
        for (int i = 0; i < pattern.length(); i++) {
            char c = pattern.charAt(i);
            if (c == '*' && i + 1 < pattern.length() && pattern.charAt(i + 1) == '*') {
                expression.append(".*");
                i++;
            } else if (c == '*') {
                expression.append("[^/]*");
            } else if (c == '?') {
                expression.append("[^/]");
            } else {
                expression.append(Pattern.quote(String.valueOf(c)));
            }
        }
        return expression.toString();
    }
}
