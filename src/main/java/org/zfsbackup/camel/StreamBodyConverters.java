package org.zfsbackup.camel;

import java.io.IOException;
import java.io.InputStream;
import org.apache.camel.Converter;

/** What other endpoints may make of a {@link StreamBody}: a stream, once; nothing that would hold all of it. */
@Converter(generateLoader = true)
public final class StreamBodyConverters {
    private StreamBodyConverters() {}

    @Converter
    public static InputStream toInputStream(StreamBody body) throws IOException {
        return body.open();
    }

    @Converter
    public static String toText(StreamBody body) throws IOException {
        throw new IOException(body.name() + " is bytes of any length and no text: log its headers, not the body");
    }

    @Converter
    public static byte[] toBytes(StreamBody body) throws IOException {
        throw new IOException(body.name() + " may be longer than any memory: read it as a stream");
    }
}
