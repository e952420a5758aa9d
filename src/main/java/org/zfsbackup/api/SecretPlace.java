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
 * @param file that holds it
 * @param variable the name of the environment variable that holds it
 */
@RecordBuilder
public record SecretPlace(Optional<Path> file, Optional<String> variable) implements SecretPlaceBuilder.With {
    /** Nowhere: there is no such secret. */
    public static final SecretPlace NONE = new SecretPlace(Optional.empty(), Optional.empty());

    /** The variable as the reference that Camel's placeholders know. */
    Optional<String> reference() {
        return variable.map(name -> "env:" + name);
    }

    /**
     * The secret's source, if a place is named.
     *
     * @param what the secret is, for errors
     * @param allowReadable whether a file is taken although others than its owner may read it
     * @throws IllegalArgumentException if two places are named
     */
    Optional<SecretSource> source(String what, boolean allowReadable) {
        return SecretSource.oneOf(
                what,
                file.map(path -> new SecretFile(path, allowReadable)).orElse(null),
                variable.map(SecretVariable::new).orElse(null));
    }
}
