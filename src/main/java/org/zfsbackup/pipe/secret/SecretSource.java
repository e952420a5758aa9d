package org.zfsbackup.pipe.secret;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Where a secret is. It is read each time that it is needed, and wiped after; only its place is ever shown. */
public sealed interface SecretSource permits SecretFile, SecretVariable, SecretReference {
    /** The whole content; the caller closes it. */
    Secret read() throws IOException;

    /** The password: the first line, which must not be empty. The caller closes it. */
    default Secret password() throws IOException {
        Secret line = read().firstLine();
        if (line.bytes().length == 0) {
            throw new SecretException("the first line of " + place() + " is empty, and it should be the password");
        }
        return line;
    }

    /** Its place, for a sentence: "the file /root/secret". */
    String place();

    /**
     * The one place among those that a user can name.
     *
     * @param what is looked for, for the error where two places were named
     * @throws IllegalArgumentException where two are named
     */
    static Optional<SecretSource> oneOf(String what, @Nullable SecretSource... named) {
        List<SecretSource> found = Arrays.stream(named).filter(Objects::nonNull).toList();
        if (found.size() > 1) {
            throw new IllegalArgumentException("two places are named for " + what + ": "
                    + found.get(0).place() + " and " + found.get(1).place() + "; name one of them");
        }
        return found.stream().findFirst();
    }
}
