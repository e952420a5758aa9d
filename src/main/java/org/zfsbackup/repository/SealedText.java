package org.zfsbackup.repository;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import org.zfsbackup.stream.Hashes;

/** Texts whose last line is a digest of all lines before it, so that a change is told from an older version. */
final class SealedText {
    private static final String DIGEST = "SHA-256 of all lines before this one: ";

    private SealedText() {}

    /**
     * Returns the text with its seal, as UTF-8.
     *
     * @param comment how a comment begins in such a text; may be empty
     */
    static byte[] of(String text, String comment) {
        return sealed(text, comment).getBytes(StandardCharsets.UTF_8);
    }

    private static String sealed(String text, String comment) {
        return text + comment + DIGEST + Hashes.sha256Hex(text.getBytes(StandardCharsets.UTF_8)) + "\n";
    }

    /**
     * Compares an existing text with the right one.
     *
     * @param found its bytes
     */
    static Recipe.State state(byte[] found, byte[] right, String comment) {
        if (Arrays.equals(found, right)) {
            return Recipe.State.RIGHT;
        }
        String text = new String(found, StandardCharsets.UTF_8);
        int last = text.lastIndexOf(comment + DIGEST);
        boolean whole = last > 0 && text.equals(sealed(text.substring(0, last), comment));
        return whole ? Recipe.State.OUTDATED : Recipe.State.DAMAGED;
    }
}
