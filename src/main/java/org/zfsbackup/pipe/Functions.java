package org.zfsbackup.pipe;

import java.util.List;
import java.util.Optional;

/** The functions that the user has bound, by name. A map names them, and never chooses what a name stands for. */
@FunctionalInterface
public interface Functions {
    /** Camel's data formats that turn bytes into bytes, and are found without being bound. */
    List<String> BYTE_FORMATS =
            List.of("base64", "crypto", "gzipDeflater", "lzf", "pgp", "tarFile", "zipDeflater", "zipFile");

    Functions NONE = (kind, name) -> Optional.empty();

    /** @param kind the pipe's: {@code bean} or {@code dataformat} */
    Optional<StreamFunction> find(String kind, String name);
}
