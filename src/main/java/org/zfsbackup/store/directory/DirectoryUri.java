package org.zfsbackup.store.directory;

import java.nio.file.Path;

/**
 * A directory as a target: {@code file:/DIRECTORY}, with {@code ?groupReadable=true} if the group of the files may read
 * them.
 *
 * @param path as written in the URI
 * @param access who may read new files and folders
 */
public record DirectoryUri(String path, FileAccess access) {
    private static final String OPTION = "?groupReadable=";

    /** Whether the URI has the scheme of directories. */
    public static boolean isDirectory(String uri) {
        return uri.startsWith(DirectoryStore.SCHEME);
    }

    /**
     * Parses a URI.
     *
     * @throws IllegalArgumentException if it does not name a directory, with what to do
     */
    public static DirectoryUri of(String uri) {
        String rest = uri.startsWith(DirectoryStore.SCHEME) ? uri.substring(DirectoryStore.SCHEME.length()) : "";
        boolean hasOption = rest.endsWith(OPTION + "true") || rest.endsWith(OPTION + "false");
        String path = hasOption ? rest.substring(0, rest.lastIndexOf(OPTION)) : rest;
        if (path.isBlank()) {
            throw new IllegalArgumentException(
                    "'" + uri + "' is not a target from which backups can be restored: use file:/DIRECTORY");
        }
        if (path.contains("%") || path.contains("?")) {
            throw new IllegalArgumentException(
                    "'" + uri + "' contains % or ?, which have a special meaning in the URI of an endpoint: use"
                            + " another path, or a symbolic link to it. The only option is ?groupReadable=true");
        }
        return new DirectoryUri(path, hasOption && rest.endsWith("true") ? FileAccess.GROUP : FileAccess.OWNER);
    }

    /** Two or three slashes at the beginning, as in a URI, count as one. */
    Path absolute() {
        return Path.of(path.replaceFirst("^///?(?=[^/])", "/")).toAbsolutePath().normalize();
    }
}
