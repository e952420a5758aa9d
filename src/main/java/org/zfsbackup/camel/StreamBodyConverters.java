package org.zfsbackup.camel;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Converter;

/** Converts a {@link StreamBody} to a stream, once. It refuses conversions that would need all bytes in memory. */
@Converter(generateLoader = true)
public final class StreamBodyConverters {
    private StreamBodyConverters() {}

    /**
     * Opens the body.
     *
     * @throws IOException if it was read before, or cannot be opened
     */
    @Converter
    public static InputStream toInputStream(StreamBody body) throws IOException {
        return body.open();
    }

    /**
     * Refused.
     *
     * @throws IOException always
     */
    @Converter
    public static String toText(StreamBody body) throws IOException {
        throw new IOException(body.name() + " is a stream of bytes and cannot be converted to text: log the"
                + " headers, not the body");
    }

    /**
     * Refused.
     *
     * @throws IOException always
     */
    @Converter
    public static byte[] toBytes(StreamBody body) throws IOException {
        throw new IOException(body.name() + " may be too long for the memory: read it as a stream");
    }
}
