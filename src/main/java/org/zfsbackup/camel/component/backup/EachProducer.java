package org.zfsbackup.camel.component.backup;

import java.io.IOException;
import java.io.InputStream;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.apache.camel.Exchange;
import org.apache.camel.ProducerTemplate;
import org.apache.camel.support.DefaultProducer;
import org.zfsbackup.camel.Bodies;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.stream.Branching;

/**
 * Reads the body once and sends it to the routes of all targets, with one thread for each.
 *
 * <p>A failed branch does not affect the others; {@code zfs:} finds its failure in its {@link StreamContext}. The step
 * itself fails if the stream fails or if all branches fail. Afterwards the body is the names of the targets that have
 * committed.
 */
final class EachProducer extends DefaultProducer {
    private final ProducerTemplate template;
    private final Set<Branching> running = ConcurrentHashMap.newKeySet();

    EachProducer(BackupEndpoint endpoint) {
        super(endpoint);
        endpoint.mandatoryBranch();
        this.template = endpoint.getCamelContext().createProducerTemplate();
    }

    @Override
    public BackupEndpoint getEndpoint() {
        return (BackupEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        StreamContext whole = StreamContext.of(exchange)
                .filter(found -> !found.branches().isEmpty())
                .orElseThrow(() -> new IOException("backup:each has no targets: begin the route with a zfs: endpoint"
                        + " that has target.NAME=URI for each of them"));
        StreamBody body = Bodies.stream(exchange);
        try (body) {
            branch(exchange, whole, body);
        }
        exchange.getMessage()
                .setBody(whole.branches().entrySet().stream()
                        .filter(entry -> entry.getValue().isCommitted())
                        .map(Map.Entry::getKey)
                        .toList());
    }

    private void branch(Exchange exchange, StreamContext whole, StreamBody body) throws Exception {
        Map<String, Branching.Reader> readers = new LinkedHashMap<>();
        whole.branches().forEach((name, own) -> {
            BranchExchange branch = new BranchExchange(exchange, body.name(), name, whole, own);
            readers.put(name, in -> branch.send(template, getEndpoint().mandatoryBranch(), in));
        });
        Branching branching =
                new Branching(body.name(), getEndpoint().getStall().duration(), readers);
        note(whole, run(branching, whole, body));
    }

    /** If the stream itself fails, this is the cause for all branches, whatever else each of them reports. */
    private Map<String, Exception> run(Branching branching, StreamContext whole, StreamBody body) throws IOException {
        running.add(branching);
        try (InputStream source = body.open();
                branching) {
            return branching.run(source);
        } catch (IOException e) {
            whole.branches().values().forEach(branch -> branch.failed(e));
            throw e;
        } finally {
            running.remove(branching);
        }
    }

    private static void note(StreamContext whole, Map<String, Exception> failures) throws Exception {
        whole.branches()
                .forEach((name, own) -> Optional.ofNullable(failures.get(name)).ifPresent(own::failed));
        List<Exception> causes = List.copyOf(failures.values());
        if (causes.size() == whole.branches().size()) {
            throw causes.get(0);
        }
    }

    @Override
    protected void doStop() throws Exception {
        running.forEach(Branching::close);
        template.stop();
        super.doStop();
    }
}
