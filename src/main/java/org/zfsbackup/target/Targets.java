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
        int query = path.indexOf('?');
        path = (query < 0 ? path : path.substring(0, query)).replaceFirst("^///?(?=[^/])", "/");
        if (path.isBlank()) {
            throw new IllegalArgumentException("'" + uri + "' is no target that can be read back: use file:/DIRECTORY");
        }
        if (!path.startsWith("/")) {
            path = Path.of("").toAbsolutePath() + "/" + path;
        }
        return new BackupTarget(new FileStore(Path.of(path).normalize()), prefix);
    }
}
