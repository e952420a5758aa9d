package org.zfsbackup.camel.component.pipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pipes that do not change the bytes, so that nothing has to be reversed when a backup is read. */
enum PassThrough {
    NONE,
    COUNT,
    DIGEST,
    SPOOL,
    THROTTLE;

    static Optional<PassThrough> of(String name) {
        return Arrays.stream(values())
                .filter(step -> step.name().toLowerCase(Locale.ROOT).equals(name))
                .findFirst();
    }
}
