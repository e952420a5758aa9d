package org.zfsbackup.pipe.secret;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The place of a secret. The secret is read each time it is needed and wiped afterwards; only its place is ever shown.
 */
public sealed interface SecretSource permits SecretFile, SecretVariable, SecretReference {
    /**
     * Returns the whole content, which the caller closes.
     *
     * @throws IOException if it cannot be read; usually a {@link SecretException}
     */
    Secret read() throws IOException;

    /**
     * Returns the password: the first line, which must not be empty. The caller closes it.
     *
     * @throws SecretException if it cannot be read, or is empty
     */
    default Secret password() throws IOException {
        Secret line = read().firstLine();
        if (line.bytes().length == 0) {
            throw new SecretException("the first line of " + place() + " is empty, but it should hold the password");
        }
        return line;
    }

    /** Returns its place for use in a sentence: "the file /root/secret". */
    String place();

    /**
     * Returns the only place that the user has named, or nothing.
     *
     * @param what what is looked for, for the error message
     * @param named the possible places; null if the user did not name it
     * @throws IllegalArgumentException if two are named
     */
    static Optional<SecretSource> oneOf(String what, @Nullable SecretSource... named) {
        List<SecretSource> found = Arrays.stream(named).filter(Objects::nonNull).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("two places are given for " + what + ": "
                    + found.get(0).place() + " and " + found.get(1).place() + "; give only one of them");
        }
        return found.stream().findFirst();
    }
}
