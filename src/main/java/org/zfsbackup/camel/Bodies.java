package org.zfsbackup.camel;

import java.io.File;
import java.io.InputStream;
import org.apache.camel.Exchange;
import org.apache.camel.InvalidPayloadException;
import org.apache.camel.WrappedFile;

/** The body of an exchange as a stream of ours. */
public final class Bodies {
    private Bodies() {}

    /**
     * The body as it is where it is ours, else what gives bytes: a stream, a file, an array. Text is refused: whoever
     * made text of a stream has lost it.
     *
     * @throws InvalidPayloadException where the body is none of these
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
