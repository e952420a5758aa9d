package org.zfsbackup.zfs;

import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * Where a broken-off receive goes on, as the receiver tells it.
 *
 * @param text as {@code receive_resume_token} gives it
 * @param snapshot the one that was being received; nothing where the token could not be read
 * @param base the one that its stream is based on; nothing for a full stream
 * @param bytes how many were received
 * @param raw whether the stream has encrypted blocks as they are
 */
public record ResumeToken(String text, Optional<Guid> snapshot, Optional<Guid> base, long bytes, boolean raw) {
    private static final Pattern FIELD = Pattern.compile("\\b(toguid|fromguid|bytes|rawok) = 0x([0-9a-f]{1,16})\\b");

    /** @param told what {@code zfs send -nv -t TOKEN} prints of it */
    static ResumeToken read(String text, String told) {
        Optional<Guid> snapshot = Optional.empty();
        Optional<Guid> base = Optional.empty();
        long bytes = 0;
        boolean raw = false;
        Matcher field = FIELD.matcher(told);
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
