package org.zfsbackup.cli;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.PrintWriter;

/** JSON on standard output, one document on each line. */
public final class Json {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private Json() {}

    /** Prints a document on a line of its own, however long it is. */
    public static void print(PrintWriter out, Object value) {
        out.print(text(value) + System.lineSeparator());
        out.flush();
    }

    /**
     * The document on one line.
     *
     * @param value made of maps, lists, texts, numbers and booleans
     */
    static String text(Object value) {
        try {
            return MAPPER.writeValueAsString(value);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("maps, lists, texts, numbers and booleans can always be written", e);
        }
    }
}
