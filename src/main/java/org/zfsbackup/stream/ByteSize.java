package org.zfsbackup.stream;

import java.util.Locale;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Parses and formats sizes as people write them, in powers of 1024: {@code KiB}, {@code K} and {@code KB} mean the
 * same.
 */
public final class ByteSize {
    private static final Pattern TEXT = Pattern.compile("(\\d{1,15})\\s*([kmgt]?)(?:i?b)?");
    private static final Map<String, Integer> SHIFT = Map.of("", 0, "k", 10, "m", 20, "g", 30, "t", 40);
    private static final String[] UNITS = {"bytes", "KiB", "MiB", "GiB", "TiB", "PiB"};

    private ByteSize() {}

    /**
     * Returns the bytes of a size such as {@code 4096}, {@code 64k}, {@code 512MB} or {@code 2GiB}.
     *
     * @throws IllegalArgumentException if the text is not a size, or is more than fits into a {@code long}
     */
    public static long parse(String text) {
        Matcher matcher = TEXT.matcher(text.strip().toLowerCase(Locale.ROOT));
        if (matcher.matches()) {
            long number = Long.parseLong(matcher.group(1));
            int shift = SHIFT.getOrDefault(matcher.group(2), 0);
            if (number <= Long.MAX_VALUE >> shift) {
                return number << shift;
            }
        }
        throw new IllegalArgumentException(
                "'" + text + "' is not a size: write bytes, or a number with KiB, MiB or GiB");
    }

    /** Formats a number of bytes for people: {@code 1.5 GiB}. */
    public static String format(long bytes) {
        double value = bytes;
        int unit = 0;
        while (value >= 1024 && unit < UNITS.length - 1) {
            value /= 1024;
            unit++;
        }
        return unit == 0 ? bytes + " bytes" : String.format(Locale.ROOT, "%.1f %s", value, UNITS[unit]);
    }
}
