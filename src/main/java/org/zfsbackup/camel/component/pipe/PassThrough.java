package org.zfsbackup.camel.component.pipe;

import java.util.Arrays;
import java.util.Locale;
import java.util.Optional;

/** The pipes that leave the bytes as they are, so that there is nothing to undo. */
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
