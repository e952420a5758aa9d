package org.zfsbackup.store;

import java.util.Locale;

/**
 * How copies are asked for from an archive.
 *
 * @param tier how fast, and how dear: EXPEDITED (minutes; not for DEEP_ARCHIVE), STANDARD (hours) or BULK (up to two days)
 * @param days how long the copies stay, at least 1
 */
public record Thaw(Tier tier, int days) {
    /** Hours, and a week to read them in. */
    public static final Thaw DEFAULT = new Thaw(Tier.STANDARD, 7);

    /** As Amazon calls them. */
    public enum Tier {
        EXPEDITED,
        STANDARD,
        BULK;

        /** @throws IllegalArgumentException where there is no such tier */
        public static Tier named(String name) {
            try {
                return valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException("'" + name + "' is no tier: use expedited, standard or bulk", e);
            }
        }
    }

    public Thaw {
        if (days < 1) {
            throw new IllegalArgumentException("copies from an archive stay for 1 day or more, not " + days);
        }
    }
}
