package org.zfsbackup.camel.component.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.apache.camel.CamelContext;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultExchange;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.store.camel.ExchangeFailure;
import org.zfsbackup.stream.BlockFilterStream;

/** The exchange for one of several targets: the state of the stream so far, and a body of its own. */
final class BranchExchange {
    private final CamelContext context;
    private final String stream;
    private final String target;
    private final StreamContext whole;
    private final StreamContext own;
    private final Map<String, Object> headers;
    private final List<AppliedPipe> pipes;

    BranchExchange(Exchange origin, String stream, String target, StreamContext whole, StreamContext own) {
        this.context = origin.getContext();
        this.stream = stream;
        this.target = target;
        this.whole = whole;
        this.own = own;
        this.headers = new HashMap<>(origin.getMessage().getHeaders());
        this.pipes = StreamContext.appliedPipes(origin);
    }

    /** Sends it to the route of the target, and throws what the route failed with. */
    void send(ProducerTemplate template, String branch, InputStream in) throws Exception {
        Exchange exchange = new DefaultExchange(context);
        exchange.getIn().setHeaders(headers);
        exchange.getIn().setHeader(ZfsConstants.TARGET, target);
        own.pending().map(PendingBackup::id).ifPresent(id -> exchange.getIn().setHeader(ZfsConstants.BACKUP_ID, id));
        pipes.forEach(pipe -> StreamContext.addPipe(exchange, pipe));
        own.attachTo(exchange);
        InputStream noting = new EndNoting(in, () -> own.joined(whole));
        exchange.getIn().setBody(StreamBody.of(stream + " to " + target, () -> noting));
        template.send(branch + target, exchange);
        Optional<Exception> failure = ExchangeFailure.of(exchange);
        if (failure.isPresent()) {
            throw failure.get();
        }
    }

    /** Runs an action when the end of the stream is read. */
    private static final class EndNoting extends BlockFilterStream {
        private final Runnable atEnd;

        EndNoting(InputStream in, Runnable atEnd) {
            super(in);
            this.atEnd = atEnd;
        }

        @Override
        public int read(byte[] target, int offset, int length) throws IOException {
            int count = in.read(target, offset, length);
            if (count < 0) {
                atEnd.run();
            }
            return count;
        }
    }
}
