package org.zfsbackup.operation.scratch;

import java.nio.file.FileSystems;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.regex.PatternSyntaxException;

/**
 * Which files of a dataset are wanted.
 *
 * @param pattern a path relative to the root of the dataset, with {@code *}, {@code **}, {@code ?}, {@code [...]} and {@code
 *     {a,b}} as in a shell; a directory that it matches is wanted with all that is in it
 */
public record FileChoice(String pattern) {
    /**
     * Checks the pattern.
     *
     * @throws IllegalArgumentException if it cannot be used
     */
    public FileChoice {
        if (pattern.isEmpty() || pattern.startsWith("/")) {
            throw new IllegalArgumentException("'" + pattern
                    + "' is not a path relative to the root of the dataset: write for example documents/letter.txt");
        }
        matcher(pattern);
    }

    private static PathMatcher matcher(String pattern) {
        String whole = pattern.endsWith("/") ? pattern.substring(0, pattern.length() - 1) : pattern;
        try {
            return FileSystems.getDefault().getPathMatcher("glob:" + whole);
        } catch (PatternSyntaxException e) {
            throw new IllegalArgumentException("'" + pattern + "' is not a pattern of paths: " + e.getDescription(), e);
        }
    }

    /** Returns a test of paths that are relative to the root of the dataset. */
    PathMatcher matcher() {
        PathMatcher glob = matcher(pattern);
        String anywhere = pattern.startsWith("**/") ? pattern.substring("**/".length()) : "";
        PathMatcher atRoot = anywhere.isEmpty() ? (Path path) -> false : matcher(anywhere);
        return path -> glob.matches(path) || atRoot.matches(path);
    }
}
