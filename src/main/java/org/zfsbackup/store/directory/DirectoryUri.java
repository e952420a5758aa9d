package org.zfsbackup.store.directory;

import java.nio.file.Path;

/**
 * A directory as a target: {@code file:/DIRECTORY}, with {@code ?groupReadable=true} if the group of the files may read
 * them.
 *
 * @param path as it stands in the URI
 */
public record DirectoryUri(String path, FileAccess access) {
    private static final String OPTION = "?groupReadable=";

    /** Whether the URI has the scheme of directories. */
    public static boolean isDirectory(String uri) {
        return uri.startsWith(DirectoryStore.SCHEME);
    }

    /** @throws IllegalArgumentException if the URI names no directory, with what to do */
    public static DirectoryUri of(String uri) {
        String rest = uri.startsWith(DirectoryStore.SCHEME) ? uri.substring(DirectoryStore.SCHEME.length()) : "";
        boolean hasOption = rest.endsWith(OPTION + "true") || rest.endsWith(OPTION + "false");
        String path = hasOption ? rest.substring(0, rest.lastIndexOf(OPTION)) : rest;
        if (path.isBlank()) {
            throw new IllegalArgumentException("'" + uri + "' is no target that can be read back: use file:/DIRECTORY");
        }
        if (path.contains("%") || path.contains("?")) {
            throw new IllegalArgumentException(
                    "'" + uri + "' has a % or a ? in it, which mean something else in the URI of"
                            + " an endpoint: choose another path, or a symbolic link to it. The only option is"
                            + " ?groupReadable=true");
        }
        return new DirectoryUri(path, hasOption && rest.endsWith("true") ? FileAccess.GROUP : FileAccess.OWNER);
    }

    /** A path with two or three slashes before it, as URIs are written, has one. */
    Path absolute() {
        return Path.of(path.replaceFirst("^///?(?=[^/])", "/")).toAbsolutePath().normalize();
    }
}
