package org.zfsbackup.plan;

import java.time.Instant;
import java.time.ZonedDateTime;
import java.time.format.DateTimeFormatter;
import java.time.format.DateTimeFormatterBuilder;
import java.time.temporal.IsoFields;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.Set;

/** Applies rules to the times of snapshots. Pure. */
final class Retention {
    private static final DateTimeFormatter WEEK = new DateTimeFormatterBuilder()
            .appendValue(IsoFields.WEEK_BASED_YEAR, 4)
            .appendLiteral("-W")
            .appendValue(IsoFields.WEEK_OF_WEEK_BASED_YEAR, 2)
            .toFormatter(Locale.ROOT);

    /** A rule with a period, and what names the period of a time. */
    private static final class Bucket {
        private final String name;
        private final DateTimeFormatter period;
        private final Set<String> seen = new HashSet<>();
        private int left;

        Bucket(String name, DateTimeFormatter period, int count) {
            this.name = name;
            this.period = period;
            this.left = count;
        }

        Bucket(String name, String pattern, int count) {
            this(name, DateTimeFormatter.ofPattern(pattern, Locale.ROOT), count);
        }

        /** Returns why the rule keeps the snapshot: as the newest one of its period, or as the oldest one of all. */
        Optional<String> keeps(ZonedDateTime time, boolean oldest) {
            String of = period.format(time);
            boolean first = seen.add(of);
            if (left == 0 || !(first || oldest)) {
                return Optional.empty();
            }
            left -= left > 0 ? 1 : 0;
            return Optional.of(first ? name + " " + of : "oldest, as more " + name + "s may be kept");
        }
    }

    private final KeepRules rules;

    Retention(KeepRules rules) {
        this.rules = rules;
    }

    /**
     * Returns for each snapshot why it is kept; nothing if no rule keeps it. A rule that finds fewer periods than it may keep
     * also keeps the oldest snapshot, as in restic since 0.16.
     *
     * @param times the newest snapshot first, in the order of ZFS
     */
    List<List<String>> reasons(List<Instant> times) {
        List<Bucket> buckets = List.of(
                new Bucket("hour", "uuuu-MM-dd HH", rules.hourly()),
                new Bucket("day", "uuuu-MM-dd", rules.daily()),
                new Bucket("week", WEEK, rules.weekly()),
                new Bucket("month", "uuuu-MM", rules.monthly()),
                new Bucket("year", "uuuu", rules.yearly()));
        List<List<String>> all = new ArrayList<>();
        for (int i = 0; i < times.size(); i++) {
            List<String> reasons = new ArrayList<>();
            if (rules.last() == KeepRules.UNLIMITED || i < rules.last()) {
                reasons.add("last " + (i + 1));
            }
            ZonedDateTime time = times.get(i).atZone(rules.zone());
            for (Bucket bucket : buckets) {
                bucket.keeps(time, i == times.size() - 1).ifPresent(reasons::add);
            }
            if (isWithin(times, time)) {
                reasons.add("within " + rules.within().orElseThrow());
            }
            all.add(reasons);
        }
        return all;
    }

    private boolean isWithin(List<Instant> times, ZonedDateTime time) {
        if (rules.within().isEmpty()) {
            return false;
        }
        KeepRules.Age age = rules.within().get();
        Instant newest = times.stream().max(Comparator.naturalOrder()).orElseThrow();
        ZonedDateTime oldest =
                newest.atZone(rules.zone()).minusHours(age.hours()).minus(age.days());
        return !time.isBefore(oldest);
    }
}
