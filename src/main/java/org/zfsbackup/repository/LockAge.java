package org.zfsbackup.repository;

import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Optional;
import java.util.UUID;
import org.zfsbackup.store.StoredObject;

/**
 * How old a lock is, by the store's own clock.
 *
 * <p>A lock that lies in the future was written while a clock was wrong, and would never grow old. So its age counts from
 * when it was first seen there: a mark beside it, named after the lock's own time, remembers that. A live owner renews its
 * lock, which then has another time.
 *
 * @param ahead how far it lies in the future; zero if it does not
 * @param left how long it is valid yet if nobody renews it; negative if it has lapsed
 */
record LockAge(Duration ahead, Duration left) {
    /** How long a lock is valid after its last sign of life. */
    static final Duration LAPSE = Duration.ofMinutes(5);

    static final String PROBE = ".clock-";
    static final String MARK = ".seen-";

    /** Times of a store differ by a second or two even if its clock is right. */
    private static final Duration TOLERATED = Duration.ofMinutes(1);

    /** That of a lock, or of a claim on one. What is not there is as young as can be. */
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

    /** The clock may have been set back again since the mark was made. */
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

    /** Whether no attempt that is under way can have written an object, which a live one does now by the store's clock. */
    static boolean isAbandoned(StoredObject then, StoredObject now) {
        return isAhead(then.modified(), now.modified())
                || Duration.between(then.modified(), now.modified()).compareTo(LAPSE) > 0;
    }

    boolean isOver() {
        return left.isNegative();
    }

    /** A sentence about a lock from the future, which follows another one; empty for any other lock. */
    String told() {
        return ahead.isZero()
                ? ""
                : ". Its lock was written " + told(ahead)
                        + " in the future by the target's own clock, so a clock was wrong."
                        + " If nobody renews it, you can take it over in " + told(left) + ": run this again then";
    }

    private static String told(Duration time) {
        if (time.toDays() >= 2) {
            return time.toDays() + " days";
        }
        long minutes = Math.max(1, (time.toSeconds() + 59) / 60);
        return time.toHours() >= 2 ? time.toHours() + " hours" : minutes + (minutes == 1 ? " minute" : " minutes");
    }
}
