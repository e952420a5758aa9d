package org.zfsbackup.operation;

import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.zfsbackup.stream.ByteSize;

/**
 * How much of the backups a verification reads. All depths look whether every chunk is there with its size and every backup
 * that another one builds on.
 *
 * @param percent of all stored bytes; 100 for everything, 0 for nothing or if {@code bytes} says it
 * @param bytes how many stored bytes; empty if {@code percent} says it
 */
public record VerifyDepth(int percent, OptionalLong bytes) {
    /** Reads everything. */
    public static final VerifyDepth FULL = new VerifyDepth(100, OptionalLong.empty());

    /** Reads no chunk. */
    public static final VerifyDepth QUICK = new VerifyDepth(0, OptionalLong.empty());

    private static final Pattern PERCENT = Pattern.compile("([1-9]\\d?|100)%");

    /**
     * Reads the amount for one run: a part of everything, for example {@code 5%}, or a number of bytes, for example {@code
     * 10GiB}. A run begins after what the run before it has read.
     *
     * @throws IllegalArgumentException if it is neither
     */
    public static VerifyDepth of(String amount) {
        Matcher part = PERCENT.matcher(amount);
        if (part.matches()) {
            return new VerifyDepth(Integer.parseInt(part.group(1)), OptionalLong.empty());
        }
        try {
            long bytes = ByteSize.parse(amount);
            if (bytes > 0) {
                return new VerifyDepth(0, OptionalLong.of(bytes));
            }
        } catch (IllegalArgumentException e) {
            throw new IllegalArgumentException(wrong(amount), e);
        }
        throw new IllegalArgumentException(wrong(amount));
    }

    private static String wrong(String amount) {
        return "'" + amount + "' is not how much to read: write a part such as 5%, or a size such as 10GiB";
    }

    /** Returns the depth that {@link #toString} has written. */
    public static VerifyDepth parse(String text) {
        return text.equals("0") ? QUICK : of(text);
    }

    /** Returns whether everything is read. */
    public boolean isFull() {
        return percent == 100;
    }

    /** Returns how many of so many stored bytes are read; a chunk that is begun is read to its end. */
    long budget(long stored) {
        return bytes.orElse(percent * (stored / 100) + percent * (stored % 100) / 100);
    }

    /** Returns {@code 0}, a part such as {@code 5%}, or a number of bytes. */
    @Override
    public String toString() {
        return bytes.isPresent() ? Long.toString(bytes.getAsLong()) : percent == 0 ? "0" : percent + "%";
    }
}
