package org.zfsbackup.pipe.age;

import com.exceptionfactory.jagged.RecipientStanzaReader;
import com.exceptionfactory.jagged.RecipientStanzaWriter;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaReaderFactory;
import com.exceptionfactory.jagged.x25519.X25519RecipientStanzaWriterFactory;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.CharBuffer;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import org.zfsbackup.pipe.secret.Secret;
import org.zfsbackup.pipe.secret.SecretException;
import org.zfsbackup.pipe.secret.SecretSource;

/**
 * Reads recipients and identities as {@code age} and {@code age-keygen} write them: one a line; {@code #} begins a
 * comment.
 */
final class AgeKeys {
    private static final String RECIPIENT = "age1";
    private static final String IDENTITY = "AGE-SECRET-KEY-1";
    private static final int MOST_RECIPIENTS = 100;
    private static final Map<String, RecipientStanzaWriter> WRITERS = new ConcurrentHashMap<>();

    private AgeKeys() {}

    /**
     * Returns the recipients in some lines.
     *
     * @param place where the lines are, for error messages
     * @throws IllegalArgumentException if one is not an X25519 recipient of age
     */
    static List<String> recipients(List<String> lines, String place) {
        List<String> recipients = new ArrayList<>();
        for (String line : lines) {
            String recipient = line.strip();
            if (!recipient.isEmpty() && !recipient.startsWith("#")) {
                writer(recipient, place);
                recipients.add(recipient);
            }
        }
        if (recipients.isEmpty() || recipients.size() > MOST_RECIPIENTS) {
            throw new IllegalArgumentException(
                    place + " names " + recipients.size() + " recipients, but must name 1 to " + MOST_RECIPIENTS);
        }
        return recipients;
    }

    static List<String> recipientsIn(Path file) {
        try {
            return recipients(Files.readAllLines(file), "the file " + file);
        } catch (IOException e) {
            throw new IllegalArgumentException(
                    "the recipients' file " + file + " cannot be read (" + e.getMessage()
                            + "). Create one with: age-keygen -o identity.txt && age-keygen -y identity.txt > " + file
                            + " - and keep identity.txt away from this host",
                    e);
        }
    }

    /** Creates each writer once, because that takes as long as encrypting some megabytes. */
    static RecipientStanzaWriter writer(String recipient, String place) {
        RecipientStanzaWriter known = WRITERS.get(recipient);
        if (known == null) {
            known = newWriter(recipient, place);
            WRITERS.put(recipient, known);
        }
        return known;
    }

    private static RecipientStanzaWriter newWriter(String recipient, String place) {
        try {
            if (recipient.startsWith(RECIPIENT)) {
                return X25519RecipientStanzaWriterFactory.newRecipientStanzaWriter(recipient);
            }
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IllegalArgumentException(
                    "'" + recipient + "' in " + place + " is not a recipient of age: " + e.getMessage(), e);
        }
        // The line is not shown, because it may be an identity that was put there by mistake.
        throw new IllegalArgumentException(place + " has a line that is not a recipient of age. Recipients begin"
                + " with " + RECIPIENT + ". Keys of ssh are not accepted, and identities (" + IDENTITY
                + "...) are secret and belong where backups are restored");
    }

    /** Returns the identities in a file of {@code age-keygen}. */
    static List<RecipientStanzaReader> identities(SecretSource source) throws IOException {
        try (Secret secret = source.read()) {
            CharBuffer text = StandardCharsets.US_ASCII.decode(ByteBuffer.wrap(secret.bytes()));
            try {
                return identities(text, source.place());
            } finally {
                Arrays.fill(text.array(), '\0');
            }
        }
    }

    private static List<RecipientStanzaReader> identities(CharBuffer text, String place) throws IOException {
        List<RecipientStanzaReader> readers = new ArrayList<>();
        int begin = 0;
        for (int end = 0; end <= text.length(); end++) {
            if (end == text.length() || text.charAt(end) == '\n') {
                int last = end > begin && text.charAt(end - 1) == '\r' ? end - 1 : end;
                CharBuffer line = text.subSequence(begin, last);
                if (line.length() > 0 && line.charAt(0) != '#') {
                    readers.add(identity(line, place, readers.size() + 1));
                }
                begin = end + 1;
            }
        }
        if (readers.isEmpty()) {
            throw new SecretException(
                    "there is no identity of age in " + place + ": a line that begins with " + IDENTITY);
        }
        return readers;
    }

    /** Never shows the content of the line, nor what the library says about it. */
    private static RecipientStanzaReader identity(CharBuffer line, String place, int number) throws IOException {
        try {
            return X25519RecipientStanzaReaderFactory.newRecipientStanzaReader(line);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new SecretException("identity " + number + " in " + place
                    + " is not an identity of age: a line that begins with " + IDENTITY
                    + ", as age-keygen writes it. A file that is itself encrypted must be decrypted first");
        }
    }
}
