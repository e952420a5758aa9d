package org.zfsbackup.camel.store.endpoint;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;

/** The body of an answer; the exchange is done when it is closed. */
final class CallStream extends FilterInputStream {
    private final EndpointCall call;
    private boolean closed;

    CallStream(InputStream in, EndpointCall call) {
        super(in);
        this.call = call;
    }

    @Override
    public void close() throws IOException {
        if (!closed) {
            closed = true;
            try {
                in.close();
            } finally {
                call.close();
            }
        }
    }
}
