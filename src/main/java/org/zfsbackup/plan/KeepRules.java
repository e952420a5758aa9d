package org.zfsbackup.plan;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.DateTimeException;
import java.time.Period;
import java.time.ZoneId;
import java.time.ZoneOffset;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/**
 * Which backups are kept, with the meaning that restic gives to its rules of the same names. A rule counts periods that have
 * a snapshot, and keeps the newest one of each.
 *
 * @param last how many of the newest snapshots; 0 for none, {@link #UNLIMITED} for all
 * @param hourly for how many hours; 0 and {@link #UNLIMITED} as before, as for the following
 * @param daily for how many days
 * @param weekly for how many weeks, which begin on Monday (ISO 8601)
 * @param monthly for how many months
 * @param yearly for how many years
 * @param within keeps every snapshot that is at most so much older than the newest one
 * @param zone in which days begin
 */
@RecordBuilder
public record KeepRules(
        int last, int hourly, int daily, int weekly, int monthly, int yearly, Optional<Age> within, ZoneId zone)
        implements KeepRulesBuilder.With {
    /** The count of a rule that keeps one for each of its periods. */
    public static final int UNLIMITED = -1;

    /** No rule, which keeps nothing and which {@link PrunePlanner} therefore refuses; days begin in UTC. */
    public static final KeepRules NONE = new KeepRules(0, 0, 0, 0, 0, 0, Optional.empty(), ZoneOffset.UTC);

    /**
     * An age as restic writes it.
     *
     * @param days years, months and days
     * @param hours in addition to the days; 0 or more
     */
    public record Age(Period days, int hours) {
        private static final Pattern FORM =
                Pattern.compile("(?:(\\d{1,4})y)?(?:(\\d{1,4})m)?(?:(\\d{1,5})d)?(?:(\\d{1,6})h)?");

        /**
         * Reads an age, for example {@code 1y5m7d2h}: years, months, days and hours, in this order.
         *
         * @throws IllegalArgumentException if it is not of this form, or is no time at all
         */
        public static Age parse(String text) {
            Matcher form = FORM.matcher(text);
            if (!form.matches() || text.isEmpty()) {
                throw new IllegalArgumentException(
                        "'" + text + "' is not an age: write years, months, days and hours, for example 1y5m7d2h");
            }
            return new Age(Period.of(number(form, 1), number(form, 2), number(form, 3)), number(form, 4));
        }

        private static int number(Matcher form, int group) {
            return form.group(group) == null ? 0 : Integer.parseInt(form.group(group));
        }

        @Override
        public String toString() {
            return part(days.getYears(), "y")
                    + part(days.getMonths(), "m")
                    + part(days.getDays(), "d")
                    + part(hours, "h");
        }

        private static String part(int number, String unit) {
            return number == 0 ? "" : number + unit;
        }
    }

    /**
     * Checks the counts.
     *
     * @throws IllegalArgumentException if one is negative and not {@link #UNLIMITED}
     */
    public KeepRules {
        for (int count : new int[] {last, hourly, daily, weekly, monthly, yearly}) {
            if (count < UNLIMITED) {
                throw new IllegalArgumentException(
                        "a rule keeps a number of backups, or " + UNLIMITED + " for all, and not " + count);
            }
        }
    }

    /** Returns whether there is no rule. */
    public boolean isEmpty() {
        return last == 0 && hourly == 0 && daily == 0 && weekly == 0 && monthly == 0 && yearly == 0 && within.isEmpty();
    }

    /**
     * Reads a count as users write it: a number, {@code -1} or {@code unlimited}.
     *
     * @param text null if there is no such rule, which gives 0
     * @throws IllegalArgumentException if it is something else, or 0
     */
    public static int count(@Nullable String text) {
        if (text == null) {
            return 0;
        }
        if (text.equals("unlimited") || text.equals("-1")) {
            return UNLIMITED;
        }
        if (!text.matches("[1-9]\\d{0,8}")) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a number of backups to keep: 1 or more, or unlimited");
        }
        return Integer.parseInt(text);
    }

    /**
     * Reads a time zone, for example {@code UTC} or {@code Europe/Berlin}.
     *
     * @throws IllegalArgumentException if there is none of that name
     */
    public static ZoneId zone(String text) {
        try {
            return ZoneId.of(text);
        } catch (DateTimeException e) {
            throw new IllegalArgumentException(
                    "'" + text + "' is not a time zone: name one such as UTC or Europe/Berlin", e);
        }
    }
}
