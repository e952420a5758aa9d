package org.zfsbackup.target;

import java.nio.file.Path;

/** Targets by their URI. */
public final class Targets {
    private static final String FILE = "file:";

    private Targets() {}

    /**
     * Opens nothing and makes nothing; only the URI is checked.
     *
     * @throws IllegalArgumentException where no target of that kind is known
     */
    public static BackupTarget of(String uri, String prefix) {
        String path = uri.startsWith(FILE) ? uri.substring(FILE.length()) : "";
        path = path.replaceFirst("^///?(?=[^/])", "/");
        if (path.isBlank()) {
            throw new IllegalArgumentException("'" + uri + "' is no target that can be read back: use file:/DIRECTORY");
        }
        if (path.contains("%") || path.contains("?")) {
            throw new IllegalArgumentException(
                    "'" + uri + "' has a % or a ? in it, which mean something else in the URI of"
                            + " an endpoint: choose another path, or a symbolic link to it");
        }
        if (!path.startsWith("/")) {
            path = Path.of("").toAbsolutePath() + "/" + path;
        }
        return new BackupTarget(new FileStore(Path.of(path).normalize()), prefix);
    }
}
