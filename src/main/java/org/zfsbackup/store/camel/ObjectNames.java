package org.zfsbackup.store.camel;

import java.io.IOException;
import java.util.List;

/** Which names may reach an endpoint. */
final class ObjectNames {
    /** What Camel's Simple language evaluates, wherever an option or a header is one; it is never told from a name. */
    private static final List<String> EVALUATED = List.of("${", "$simple{");

    private ObjectNames() {}

    /**
     * The name as it is.
     *
     * @throws IOException where it would lead elsewhere, be evaluated by Camel, or be taken for a pattern by a server
     */
    static String check(String name, String uri) throws IOException {
        for (String part : name.split("/", -1)) {
            if (part.isEmpty() || part.equals(".") || part.equals("..")) {
                throw new IOException("'" + name + "' is not a path inside " + uri);
            }
        }
        boolean strange = name.chars().anyMatch(one -> Character.isISOControl(one) || "\\*?".indexOf(one) >= 0);
        if (strange || EVALUATED.stream().anyMatch(name::contains)) {
            throw new IOException(
                    "'" + name + "' has something in it that a server or Camel would not take as it stands: it"
                            + " is no name for " + uri);
        }
        return name;
    }
}
