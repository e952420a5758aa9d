package org.zfsbackup.repository;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.zfsbackup.store.StoredObject;

/**
 * The age of a lock, by the store's own clock.
 *
 * <p>A lock from the future was written while a clock was wrong, and would never become old. So its age counts from
 * when it was first seen: an object beside it, named after the lock's time, records that. A live owner renews its lock,
 * which then has another time.
 *
 * @param ahead how far in the future it was written; zero if it was not
 * @param left how long it is still valid if nobody renews it; negative if it has expired
 */
record LockAge(Duration ahead, Duration left) {
    /** How long a lock is valid after it was last renewed. */
    static final Duration LAPSE = Duration.ofMinutes(5);

    static final String PROBE = ".clock-";
    static final String MARK = ".seen-";

    /** The times of a store may differ by a second or two even if its clock is right. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    /** Returns the age of a lock, or of a claim on one. An object that does not exist is new. */
    static LockAge of(Repository target, String name) throws IOException {
        String probe = target.lock() + PROBE + UUID.randomUUID();
        target.write(probe, new byte[0]);
        try {
            Optional<Instant> now = time(target, probe);
            Optional<Instant> then = time(target, name);
            return now.isPresent() && then.isPresent()
                    ? of(target, name, then.get(), now.get())
                    : new LockAge(Duration.ZERO, LAPSE);
        } finally {
            target.store().delete(probe);
        }
    }

    private static Optional<Instant> time(Repository target, String name) throws IOException {
        return target.store().stat(name).map(StoredObject::modified);
    }

    private static LockAge of(Repository target, String name, Instant then, Instant now) throws IOException {
        if (!isAhead(then, now)) {
            return new LockAge(Duration.ZERO, LAPSE.minus(Duration.between(then, now)));
        }
        Instant seen = firstSeen(target, name + MARK + then.toEpochMilli(), now);
        return new LockAge(Duration.between(now, then), LAPSE.minus(Duration.between(seen, now)));
    }

    /**
     * Returns when a lock from the future was first seen. If the mark that says so is itself from the future, the clock
     * was set back again, and the mark is rewritten.
     */
    private static Instant firstSeen(Repository target, String mark, Instant now) throws IOException {
        target.store().putIfAbsent(mark, new byte[0]);
        Instant seen = time(target, mark).orElse(now);
        if (!isAhead(seen, now)) {
            return seen;
        }
        target.write(mark, new byte[0]);
        return now;
    }

    private static boolean isAhead(Instant then, Instant now) {
        return then.isAfter(now.plus(TOLERATED));
    }

    /**
     * Returns whether no running attempt can have written an object, because it is old or from the future.
     *
     * @param then the object
     * @param now an object that was just written, which shows the store's time
     */
    static boolean isAbandoned(StoredObject then, StoredObject now) {
        return isAhead(then.modified(), now.modified())
                || Duration.between(then.modified(), now.modified()).compareTo(LAPSE) > 0;
    }

    boolean isOver() {
        return left.isNegative();
    }

    /** Returns a sentence about a lock from the future, to follow another one; empty for any other lock. */
    String explanation() {
        return ahead.isZero()
                ? ""
                : ". Its lock was written " + text(ahead)
                        + " in the future by the target's own clock, so a clock was wrong."
                        + " If nobody renews it, you can take it over in " + text(left) + ": run this again then";
    }

    private static String text(Duration time) {
        if (time.toDays() >= 2) {
            return time.toDays() + " days";
        }
        long minutes = Math.max(1, (time.toSeconds() + 59) / 60);
        return time.toHours() >= 2 ? time.toHours() + " hours" : minutes + (minutes == 1 ? " minute" : " minutes");
    }
}
