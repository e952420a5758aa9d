package org.zfsbackup.stream;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** The causes behind a failure, which may run in a circle. */
public final class Causes {
    private static final int MOST = 20;

    private Causes() {}

    /** The failure itself, its cause, the cause of that, and so on. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST);
    }

    /** Whether the failure or one of its causes is of that kind. */
    public static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return find(failure, kind).isPresent();
    }

    /** The first of that kind, from the failure itself on. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        return of(failure).filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
