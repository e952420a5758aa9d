package org.zfsbackup.store.camel;

import java.io.IOException;
import java.util.List;

/** Checks the names that may be sent to an endpoint. */
final class ObjectNames {
    /**
     * Camel's Simple language evaluates these in any option or header that supports it, and cannot distinguish them
     * from a name.
     */
    private static final List<String> EVALUATED = List.of("${", "$simple{");

    private ObjectNames() {}

    /**
     * Returns the name unchanged.
     *
     * @throws IOException if it leads outside the store, or if Camel would evaluate it or a server would read it as a
     *     pattern
     */
    static String check(String name, String uri) throws IOException {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IOException("'" + name + "' is not a path inside " + uri);
            }
        }
        boolean strange = name.chars().anyMatch(c -> Character.isISOControl(c) || "\\*?".indexOf(c) >= 0);
        if (strange || EVALUATED.stream().anyMatch(name::contains)) {
            throw new IOException(
                    "'" + name + "' contains characters that a server or Camel would interpret, so it cannot be"
                            + " a name in " + uri);
        }
        return name;
    }
}
