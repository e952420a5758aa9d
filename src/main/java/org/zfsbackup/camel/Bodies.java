package org.zfsbackup.camel;

import java.io.File;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.WrappedFile;

/** Gets the body of an exchange as a {@link StreamBody}. */
public final class Bodies {
    private Bodies() {}

    /**
     * The body itself if it is a {@code StreamBody}; otherwise a stream over an input stream, a file or an array. Text
     * is refused, because bytes that were converted to text are damaged. The exchange closes the stream when it
     * completes.
     *
     * @throws InvalidPayloadException if the body is none of these
     */
    public static StreamBody stream(Exchange exchange) throws InvalidPayloadException {
        Object body = exchange.getMessage().getBody();
        if (body instanceof StreamBody stream) {
            return stream;
        }
        if (body instanceof InputStream
                || body instanceof byte[]
                || body instanceof File
                || body instanceof WrappedFile) {
            InputStream in = exchange.getMessage().getMandatoryBody(InputStream.class);
            StreamBody stream = StreamBody.of("the body of exchange " + exchange.getExchangeId(), () -> in);
            ClosingOnCompletion.of(exchange, in);
            return stream;
        }
        throw new InvalidPayloadException(exchange, StreamBody.class);
    }
}
