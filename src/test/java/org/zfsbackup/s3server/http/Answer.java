package org.zfsbackup.s3server.http;

import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.time.ZoneOffset;
import java.time.format.DateTimeFormatter;
import java.util.List;
import java.util.Locale;

/** An answer of our own: a status and a short XML document, or none. */
public record Answer(Head head, String xml) {
    private static final String XML = "<?xml version=\"1.0\" encoding=\"UTF-8\"?>\n";
    private static final DateTimeFormatter DATE =
            DateTimeFormatter.ofPattern("EEE, dd MMM yyyy HH:mm:ss 'GMT'", Locale.US);

    public static Answer of(int status, String xml) {
        Head head = new Head("HTTP/1.1 " + status + " Played", List.of())
                .with("Date", date(Instant.now()))
                .with("x-amz-request-id", "PLAYED");
        return new Answer(xml.isEmpty() ? head : head.with("Content-Type", "application/xml"), xml);
    }

    /** As S3 words an error; {@code more} are further elements. */
    public static Answer error(int status, String code, String message, String... more) {
        return of(
                status,
                XML + "<Error><Code>" + code + "</Code><Message>" + message + "</Message>" + String.join("", more)
                        + "<RequestId>PLAYED</RequestId></Error>");
    }

    public Answer with(String name, String value) {
        return new Answer(head.with(name, value), xml);
    }

    public static String date(Instant instant) {
        return DATE.format(instant.atZone(ZoneOffset.UTC));
    }

    /** A HEAD gets no body, and so no word but the status. */
    public void write(String method, OutputStream out) throws IOException {
        byte[] bytes = xml.getBytes(StandardCharsets.UTF_8);
        boolean empty = head.status() == 204 || head.status() == 304;
        (empty ? head : head.with("Content-Length", String.valueOf(bytes.length))).write(out);
        if (!method.equals("HEAD")) {
            out.write(bytes);
        }
        out.flush();
    }
}
