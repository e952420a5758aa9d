package org.zfsbackup.plan;

import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Predicate;

/** Tells the properties of a dataset apart by what a restore may do with them. */
public final class PropertyClasses {
    /** They belong to the system on which they were set: there, the original may still be mounted and shared. */
    public static final Set<String> PLACE = Set.of("mountpoint", "sharenfs", "sharesmb", "zoned", "jailed");

    /** Those of {@link #PLACE} that every ZFS knows, and that may be in the stream of an older program. */
    static final Set<String> IN_EVERY_STREAM = Set.of("mountpoint", "sharenfs", "sharesmb");

    /** They limit what a dataset may hold, or take space that others need, so they come after all data. */
    public static final Set<String> LIMITS =
            Set.of("quota", "refquota", "reservation", "refreservation", "filesystem_limit", "snapshot_limit");

    /**
     * They come with the data or count it, and cannot be set later; the size of a volume could be newer than the snapshot,
     * and setting it would cut data off.
     */
    private static final Set<String> IN_DATA = Set.of(
            "volsize",
            "volblocksize",
            "version",
            "casesensitivity",
            "normalization",
            "utf8only",
            "encryption",
            "keyformat",
            "pbkdf2iters",
            "pbkdf2salt",
            "encryptionroot",
            "filesystem_count",
            "snapshot_count");

    private PropertyClasses() {}

    /**
     * Returns whether {@code zfs receive} should set it: with a compression, the restored data is compressed too, and
     * setting one of the others later could mount or share the dataset.
     */
    static boolean isSetWithStream(String property) {
        return PLACE.contains(property) || property.equals("canmount") || property.equals("compression");
    }

    static boolean isInData(String property) {
        return IN_DATA.contains(property);
    }

    /** Returns those of the recorded properties that a restore under another name sets, without limits. */
    public static Map<String, String> restoredElsewhere(Map<String, String> recorded) {
        return only(
                recorded,
                name -> !isInData(name)
                        && !PLACE.contains(name)
                        && !LIMITS.contains(name)
                        && !name.equals("keylocation"));
    }

    static Map<String, String> only(Map<String, String> properties, Predicate<String> wanted) {
        Map<String, String> some = new TreeMap<>(properties);
        some.keySet().removeIf(wanted.negate());
        return some;
    }
}
