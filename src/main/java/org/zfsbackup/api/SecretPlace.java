package org.zfsbackup.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.nio.file.Path;
import java.util.Optional;
import org.zfsbackup.pipe.secret.SecretFile;
import org.zfsbackup.pipe.secret.SecretSource;
import org.zfsbackup.pipe.secret.SecretVariable;

/**
 * Where a secret is; never the secret itself.
 *
 * @param file the file that contains it
 * @param variable the name of the environment variable that contains it
 */
@RecordBuilder
public record SecretPlace(Optional<Path> file, Optional<String> variable) implements SecretPlaceBuilder.With {
    /** There is no secret. */
    public static final SecretPlace NONE = new SecretPlace(Optional.empty(), Optional.empty());

    /** The variable as a reference, like one of Camel's placeholders. */
    Optional<String> reference() {
        return variable.map(name -> "env:" + name);
    }

    /**
     * The secret's source, if a place is given.
     *
     * @param what the name of the secret in errors
     * @param allowReadable whether to accept a file that others than its owner can read
     * @throws IllegalArgumentException if two places are given
     */
    Optional<SecretSource> source(String what, boolean allowReadable) {
        return SecretSource.oneOf(
                what,
                file.map(path -> new SecretFile(path, allowReadable)).orElse(null),
                variable.map(SecretVariable::new).orElse(null));
    }
}
