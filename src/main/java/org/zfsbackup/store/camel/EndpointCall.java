package org.zfsbackup.store.camel;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.Exchange;
import org.apache.camel.ExchangePattern;
import org.apache.camel.Message;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.spi.UnitOfWork;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.PluginHelper;
import org.jspecify.annotations.Nullable;

/**
 * One exchange with an endpoint. Closing it runs the completions of the exchange, which release for example its
 * streams.
 */
final class EndpointCall implements AutoCloseable {
    private final Exchange exchange;
    private final UnitOfWork work;

    private EndpointCall(Exchange exchange, UnitOfWork work) {
        this.exchange = exchange;
        this.work = work;
    }

    /**
     * Sends a message and waits for the answer.
     *
     * @throws FailedCallException if it fails, with the endpoint's own failure as the cause
     */
    static EndpointCall send(
            ProducerTemplate template, Endpoint endpoint, Map<String, Object> headers, @Nullable Object body)
            throws FailedCallException {
        CamelContext context = endpoint.getCamelContext();
        Exchange exchange = new DefaultExchange(context, ExchangePattern.InOut);
        exchange.getIn().setHeaders(new HashMap<>(headers));
        exchange.getIn().setBody(body);
        UnitOfWork work = PluginHelper.getUnitOfWorkFactory(context).createUnitOfWork(exchange);
        exchange.getExchangeExtension().setUnitOfWork(work);
        EndpointCall call = new EndpointCall(exchange, work);
        template.send(endpoint, exchange);
        Optional<Exception> failure = ExchangeFailure.of(exchange);
        if (failure.isPresent()) {
            call.close();
            throw new FailedCallException(failure.get());
        }
        return call;
    }

    Message answer() {
        return exchange.getMessage();
    }

    /** A stream of the answer, which also closes the call when it is closed. */
    InputStream closing(InputStream body) {
        return new FilterInputStream(body) {
            private boolean closed;

            @Override
            public void close() throws IOException {
                if (!closed) {
                    closed = true;
                    try {
                        in.close();
                    } finally {
                        EndpointCall.this.close();
                    }
                }
            }
        };
    }

    @Override
    public void close() {
        work.done(exchange);
    }

    /** The endpoint or route has failed. */
    static final class FailedCallException extends IOException {
        private static final long serialVersionUID = 1L;

        FailedCallException(Exception cause) {
            super(
                    Objects.requireNonNullElse(
                            cause.getMessage(), cause.getClass().getSimpleName()),
                    cause);
        }
    }
}
