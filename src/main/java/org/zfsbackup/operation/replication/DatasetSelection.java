package org.zfsbackup.operation.replication;

import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.zfs.DatasetName;

/**
 * Which of many datasets: those that one of the first patterns matches (all where there is none), but for those that one
 * of the second matches. In a pattern {@code *} stands for any characters but a slash, {@code **} for any, {@code ?} for
 * one; it is matched against the whole name.
 */
public record DatasetSelection(List<String> include, List<String> exclude) {
    public static final DatasetSelection ALL = new DatasetSelection(List.of(), List.of());

    public DatasetSelection {
        include = List.copyOf(include);
        exclude = List.copyOf(exclude);
    }

    /** @param include patterns divided by commas; null for all */
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

    public boolean takes(DatasetName dataset) {
        return (include.isEmpty() || matches(include, dataset)) && !matches(exclude, dataset);
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
