package org.zfsbackup.camel.component.pipe;

import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.util.Iterator;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.spi.DataFormat;
import org.apache.camel.spi.DataFormatName;
import org.apache.camel.support.DefaultExchange;
import org.apache.camel.support.UnitOfWorkHelper;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.pipe.StreamFunction;

/**
 * A Camel data format as a function: {@code apply} marshals, {@code undo} unmarshals, each in an exchange of its own.
 */
final class DataFormatFunction implements StreamFunction {
    private static final String ENTRY = "stream";

    private final CamelContext context;
    private final String name;
    private final DataFormat format;
    private @Nullable Boolean collects;

    DataFormatFunction(CamelContext context, String name, DataFormat format) {
        this.context = context;
        this.name = name;
        this.format = format;
    }

    boolean isOf(DataFormat other) {
        return format == other;
    }

    /** Found by a trial on a sample, because a data format does not declare it. */
    @Override
    public synchronized boolean collects() {
        if (collects == null) {
            collects = DataFormatProbe.of(name, this).collects();
        }
        return collects;
    }

    @Override
    public void apply(InputStream in, OutputStream out) throws IOException {
        inExchange(exchange -> {
            exchange.getMessage().setHeader(Exchange.FILE_NAME, ENTRY);
            format.marshal(exchange, isZipFile() ? new ZipEntrySource(in, ZipEntrySource.MOST) : in, out);
        });
    }

    @Override
    public void undo(InputStream in, OutputStream out) throws IOException {
        if (isZipFile()) {
            ZipEntryReader.copy(in, out);
            return;
        }
        inExchange(exchange -> {
            Object result = format.unmarshal(exchange, in);
            InputStream plain =
                    context.getTypeConverter().mandatoryConvertTo(InputStream.class, exchange, single(result));
            try (plain) {
                plain.transferTo(out);
            }
        });
    }

    /** Camel's zipFile reads a whole entry into memory, even as an iterator. What it writes is an ordinary zip file. */
    private boolean isZipFile() {
        return format instanceof DataFormatName named
                && named.getDataFormatName().equals("zipFile");
    }

    private static @Nullable Object single(@Nullable Object result) throws IOException {
        if (!(result instanceof Iterator<?> parts)) {
            return result;
        }
        if (!parts.hasNext()) {
            throw new IOException("the data has no entry, and one is needed");
        }
        Object part = parts.next();
        if (parts.hasNext()) {
            throw new IOException("the data has more than one entry, and only one can be a stream");
        }
        return part instanceof Message message ? message.getBody() : part;
    }

    private interface Work {
        void run(Exchange exchange) throws Exception;
    }

    /** Data formats change headers, so they do not get the exchange of the route. */
    private void inExchange(Work work) throws IOException {
        Exchange exchange = new DefaultExchange(context);
        try {
            work.run(exchange);
        } catch (IOException e) {
            throw e;
        } catch (Exception e) {
            throw failure(e);
        } finally {
            UnitOfWorkHelper.doneSynchronizations(
                    exchange, exchange.getExchangeExtension().handoverCompletions());
        }
    }

    /** Drops the cause and keeps one line of the message: later lines may hold secrets, such as the expected MAC. */
    private IOException failure(Exception e) {
        if (e instanceof InterruptedException) {
            Thread.currentThread().interrupt();
        }
        String message = String.valueOf(e.getMessage()).lines().findFirst().orElse("");
        return new IOException(
                "Camel's data format '" + name + "' failed: " + e.getClass().getSimpleName() + ": " + message);
    }
}
