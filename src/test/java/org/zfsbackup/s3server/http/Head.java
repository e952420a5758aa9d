package org.zfsbackup.s3server.http;

import java.io.EOFException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** The first line and the header fields of a request or of an answer, in their order. */
public record Head(String start, List<Field> fields) {
    public record Field(String name, String value) {
        boolean is(String other) {
            return name.equalsIgnoreCase(other);
        }
    }

    public Head {
        fields = List.copyOf(fields);
    }

    /** Empty where the stream ends before the first byte. */
    public static Optional<Head> read(InputStream in) throws IOException {
        String start = line(in);
        if (start == null) {
            return Optional.empty();
        }
        List<Field> fields = new ArrayList<>();
        for (String line = line(in); !"".equals(line); line = line(in)) {
            if (line == null) {
                throw new EOFException("the stream ended in a head");
            }
            int colon = line.indexOf(':');
            fields.add(new Field(
                    line.substring(0, colon), line.substring(colon + 1).strip()));
        }
        return Optional.of(new Head(start, fields));
    }

    static String line(InputStream in) throws IOException {
        StringBuilder line = new StringBuilder();
        for (int b = in.read(); b != '\n'; b = in.read()) {
            if (b < 0) {
                return null;
            }
            if (b != '\r') {
                line.append((char) b);
            }
        }
        return line.toString();
    }

    /** A word of the first line, counted from 0. */
    public String word(int index) {
        return start.split(" ", 3)[index];
    }

    public int status() {
        return Integer.parseInt(word(1));
    }

    public Optional<String> value(String name) {
        return fields.stream().filter(field -> field.is(name)).map(Field::value).findFirst();
    }

    public boolean says(String name, String value) {
        return value(name).filter(value::equalsIgnoreCase).isPresent();
    }

    public Head with(String name, String value) {
        return new Head(
                start,
                Stream.concat(without(name).fields.stream(), Stream.of(new Field(name, value)))
                        .toList());
    }

    public Head without(String... names) {
        return new Head(
                start,
                fields.stream()
                        .filter(field -> Arrays.stream(names).noneMatch(field::is))
                        .toList());
    }

    public void write(OutputStream out) throws IOException {
        String text = fields.stream()
                .map(field -> field.name() + ": " + field.value() + "\r\n")
                .collect(Collectors.joining("", start + "\r\n", "\r\n"));
        out.write(text.getBytes(StandardCharsets.ISO_8859_1));
        out.flush();
    }
}
