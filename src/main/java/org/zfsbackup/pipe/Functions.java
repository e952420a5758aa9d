package org.zfsbackup.pipe;

import java.util.Optional;

/** The functions that the user has bound, by name. A map names them, and never chooses what a name stands for. */
@FunctionalInterface
public interface Functions {
    Functions NONE = (kind, name) -> Optional.empty();

    /** @param kind the pipe's: {@code bean} or {@code dataformat} */
    Optional<StreamFunction> find(String kind, String name);
}
