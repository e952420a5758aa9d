package org.zfsbackup.pipe;

import java.util.List;
import java.util.Optional;

/**
 * Finds the functions that the user has bound, by name. A map contains names, and never chooses what a name stands for.
 */
@FunctionalInterface
public interface Functions {
    /** The data formats of Camel that turn bytes into bytes and need not be bound. */
    List<String> BYTE_FORMATS =
            List.of("base64", "crypto", "gzipDeflater", "lzf", "pgp", "tarFile", "zipDeflater", "zipFile");

    /** Has no functions. */
    Functions NONE = (kind, name) -> Optional.empty();

    /**
     * Returns the function with this name, or nothing if there is none.
     *
     * @param kind the pipe: {@code bean} or {@code dataformat}
     * @param name the name in the route or in the map
     */
    Optional<StreamFunction> find(String kind, String name);
}
