package org.zfsbackup.zfs;

import java.util.HashMap;
import java.util.Map;
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
 * @param point the record with which the stream goes on
 */
public record ResumeToken(
        String text, Optional<Guid> snapshot, Optional<Guid> base, long bytes, boolean raw, ResumePoint point) {
    private static final Pattern FIELD =
            Pattern.compile("\\b(toguid|fromguid|bytes|rawok|largeblockok|object|offset) = (?:0x)?([0-9a-f]{1,16})\\b");

    /**
     * Reads what zfs prints about a token.
     *
     * @param printed the output of {@code zfs send -nv -t TOKEN}
     */
    static ResumeToken read(String text, String printed) {
        Map<String, Long> values = new HashMap<>();
        Matcher field = FIELD.matcher(printed);
        while (field.find()) {
            values.put(field.group(1), Long.parseUnsignedLong(field.group(2), 16));
        }
        return new ResumeToken(
                text,
                Optional.ofNullable(values.get("toguid")).map(Guid::new),
                Optional.ofNullable(values.get("fromguid")).map(Guid::new),
                values.getOrDefault("bytes", 0L),
                values.getOrDefault("rawok", 0L) != 0,
                new ResumePoint(
                        values.getOrDefault("object", 0L),
                        values.getOrDefault("offset", 0L),
                        values.getOrDefault("largeblockok", 0L) != 0));
    }
}
