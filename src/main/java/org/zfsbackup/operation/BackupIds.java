package org.zfsbackup.operation;

import java.security.SecureRandom;
import java.time.Clock;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeParseException;
import java.time.temporal.ChronoUnit;
import java.util.Collection;
import java.util.Locale;

/**
 * The IDs of a run's backups: {@code TIME-NNNNRRRRRRRRRRRR}, with the time in UTC, a number that counts within one second,
 * and 48 random bits, both in hexadecimal digits. Each one is greater, as text, than those before it and those that the
 * repository had, whatever the clock says. For one thread at a time.
 */
final class BackupIds {
    private static final DateTimeFormatter TIME =
            DateTimeFormatter.ofPattern("yyyyMMdd'T'HHmmss'Z'").withZone(ZoneOffset.UTC);
    private static final int TIME_LENGTH = "yyyyMMddTHHmmssZ".length();
    private static final int MOST_PER_SECOND = 0x10000;
    private static final SecureRandom RANDOM = new SecureRandom();

    private final Clock clock;
    private Instant last;
    private int count = MOST_PER_SECOND;

    /** @param known the IDs that the repository has; those of other forms do not matter */
    BackupIds(Clock clock, Collection<String> known) {
        this.clock = clock;
        this.last = known.stream().map(BackupIds::time).max(Instant::compareTo).orElse(Instant.EPOCH);
    }

    private static Instant time(String id) {
        try {
            return id.length() > TIME_LENGTH && id.charAt(TIME_LENGTH) == '-'
                    ? TIME.parse(id.substring(0, TIME_LENGTH), Instant::from)
                    : Instant.EPOCH;
        } catch (DateTimeParseException e) {
            return Instant.EPOCH;
        }
    }

    String next() {
        Instant now = clock.instant().truncatedTo(ChronoUnit.SECONDS);
        if (now.isAfter(last)) {
            last = now;
            count = 0;
        } else if (count == MOST_PER_SECOND) {
            last = last.plusSeconds(1);
            count = 0;
        }
        long random = RANDOM.nextLong() & 0xFFFF_FFFF_FFFFL;
        return String.format(Locale.ROOT, "%s-%04x%012x", TIME.format(last), count++, random);
    }
}
