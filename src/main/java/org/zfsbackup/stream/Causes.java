package org.zfsbackup.stream;

import java.util.Objects;
import java.util.Optional;
import java.util.stream.Stream;

/** Walks the causes of a failure. It stops after 20, because causes may form a circle. */
public final class Causes {
    private static final int MOST = 20;

    private Causes() {}

    /** Returns the failure itself, its cause, the cause of that, and so on. */
    public static Stream<Throwable> of(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause).limit(MOST);
    }

    /** Returns whether the failure or one of its causes is of that type. */
    public static boolean has(Throwable failure, Class<? extends Throwable> kind) {
        return find(failure, kind).isPresent();
    }

    /** Returns the first exception of that type, beginning with the failure itself. */
    public static <T extends Throwable> Optional<T> find(Throwable failure, Class<T> kind) {
        return of(failure).filter(kind::isInstance).map(kind::cast).findFirst();
    }
}
