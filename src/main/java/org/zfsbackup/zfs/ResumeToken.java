package org.zfsbackup.zfs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where an interrupted receive continues, as the receiver's token says.
 *
 * @param text the value of {@code receive_resume_token}
 * @param snapshot the snapshot that was being received; empty if the token could not be read
 * @param base the base of its stream; empty for a full stream
 * @param bytes how many were received
 * @param raw whether the stream has encrypted blocks as they are in the pool
 */
public record ResumeToken(String text, Optional<Guid> snapshot, Optional<Guid> base, long bytes, boolean raw) {
    private static final Pattern FIELD = Pattern.compile("\\b(toguid|fromguid|bytes|rawok) = 0x([0-9a-f]{1,16})\\b");

    /**
     * Reads what zfs prints about a token.
     *
     * @param printed the output of {@code zfs send -nv -t TOKEN}
     */
    static ResumeToken read(String text, String printed) {
        Optional<Guid> snapshot = Optional.empty();
        Optional<Guid> base = Optional.empty();
        long bytes = 0;
        boolean raw = false;
        Matcher field = FIELD.matcher(printed);
        while (field.find()) {
            long value = Long.parseUnsignedLong(field.group(2), 16);
            switch (field.group(1)) {
                case "toguid" -> snapshot = Optional.of(new Guid(value));
                case "fromguid" -> base = Optional.of(new Guid(value));
                case "rawok" -> raw = value != 0;
                default -> bytes = value;
            }
        }
        return new ResumeToken(text, snapshot, base, bytes, raw);
    }
}
