package org.zfsbackup.store;

import java.util.Locale;

/**
 * How copies are requested from an archive.
 *
 * @param tier how fast and how expensive: EXPEDITED (minutes; not for DEEP_ARCHIVE), STANDARD (hours) or BULK (up to
 *     two days)
 * @param days how long the copies can be read, at least 1
 */
public record Thaw(Tier tier, int days) {
    /** Within hours, for a week. */
    public static final Thaw DEFAULT = new Thaw(Tier.STANDARD, 7);

    /** The retrieval tiers of Amazon S3 Glacier. */
    public enum Tier {
        /** Up to two days. */
        EXPEDITED,
        STANDARD,
        BULK;

        /**
         * The tier with this name, in upper or lower case.
         *
         * @throws IllegalArgumentException if there is no such tier
         */
        public static Tier named(String name) {
            try {
                return valueOf(name.toUpperCase(Locale.ROOT));
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        "'" + name + "' is not a retrieval tier: use expedited, standard or bulk", e);
            }
        }
    }

    /** @throws IllegalArgumentException if days is less than 1 */
    public Thaw {
        if (days < 1) {
            throw new IllegalArgumentException("copies from an archive can be kept for 1 day or more, not " + days);
        }
    }
}
