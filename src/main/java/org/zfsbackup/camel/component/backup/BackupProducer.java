package org.zfsbackup.camel.component.backup;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.apache.camel.support.DefaultProducer;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.camel.Bodies;
import org.zfsbackup.camel.ClosingOnCompletion;
import org.zfsbackup.camel.RestoreProtocol;
import org.zfsbackup.camel.RollbackRequest;
import org.zfsbackup.camel.StreamBody;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.DeleteBackups;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.operation.PendingBackup;
import org.zfsbackup.operation.PlanRestore;
import org.zfsbackup.operation.PruneBackups;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.operation.RestoredStep;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.VerifyBackups;
import org.zfsbackup.operation.scratch.TestRestore;
import org.zfsbackup.operation.scratch.TestRestoreReport;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.PrunePlan;
import org.zfsbackup.plan.RestorePlan;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/** Runs the operation that the verb of the endpoint names. */
final class BackupProducer extends DefaultProducer {
    private static final Logger LOG = LoggerFactory.getLogger(BackupProducer.class);

    BackupProducer(BackupEndpoint endpoint) {
        super(endpoint);
    }

    @Override
    public BackupEndpoint getEndpoint() {
        return (BackupEndpoint) super.getEndpoint();
    }

    @Override
    public void process(Exchange exchange) throws Exception {
        Message message = exchange.getMessage();
        switch (getEndpoint().getVerb()) {
            case STORE -> store(exchange);
            case COMMIT -> message.setBody(commit(exchange));
            case LIST -> message.setBody(ListBackups.list(getEndpoint().backupTarget()));
            case READ -> read(exchange);
            case PLAN_RESTORE -> message.setBody(planRestore(exchange));
            case VERIFY -> message.setBody(verify());
            case DELETE -> message.setBody(delete());
            case PRUNE -> message.setBody(prune());
            case TEST_RESTORE -> message.setBody(testRestore());
            case EACH -> throw new IllegalStateException("backup:each is handled by EachProducer");
        }
    }

    /** Stores the body as one chunk, under the name that {@code chunk:} has put into a header. */
    private void store(Exchange exchange) throws Exception {
        Repository target = getEndpoint().backupTarget();
        String name = exchange.getMessage().getHeader(ZfsConstants.CHUNK_NAME, String.class);
        if (name == null || !name.startsWith(target.chunks() + "/")) {
            throw new IOException("backup:store stores a chunk of a backup to " + target + ", not "
                    + (name == null ? "a body without a name" : name)
                    + ": use it in the route that chunk: sends to, with the same target and prefix as the backup");
        }
        try (StreamBody body = Bodies.stream(exchange)) {
            target.store().put(name, body.open());
        }
        exchange.getMessage().setBody(name);
    }

    private BackupEntry commit(Exchange exchange) throws IOException {
        Optional<StreamContext> found = StreamContext.of(exchange);
        if (found.isPresent() && !found.get().branches().isEmpty()) {
            throw new IOException("backup:commit commits to one target, but this stream goes to "
                    + found.get().branches().keySet() + ": move it into the routes that backup:each sends to");
        }
        StreamContext context = found.filter(known -> known.pending().isPresent())
                .orElseThrow(() -> new IOException("backup:commit has nothing to commit: begin the route with a"
                        + " zfs: endpoint that has a target"));
        Digest plain = context.plainDigest()
                .orElseThrow(() -> new IOException(
                        "the stream was not read to its end before backup:commit: put chunk: before it"));
        PendingBackup pending = context.pending().orElseThrow();
        BackupEntry entry = pending.commit(
                new BackupContent(List.of(), StreamContext.pipes(exchange), context.chunkPipes(), Optional.of(plain)),
                context.datasets());
        context.committed();
        LOG.info(
                "Committed {}@{}: {} bytes in {} chunks",
                exchange.getMessage().getHeader(ZfsConstants.DATASET),
                entry.snapshot().name(),
                plain.size(),
                entry.content().chunks().size());
        return entry;
    }

    private void read(Exchange exchange) throws IOException {
        Message message = exchange.getMessage();
        RestoreSettings settings = getEndpoint().getTarget() == null ? RestoreSettings.planned(exchange) : settings();
        RestoreStep step = step(message.getBody(), settings);
        BackupEntry entry = step.entry();
        RollbackRequest.note(exchange, step.rollBackTo());
        ReadBackup reader = new ReadBackup(settings.repository(), settings.context());
        RestoredStep restoring = new RestoredStep(step, reader.datasets(step.source(), entry), reader);
        RestoreProtocol.attach(restoring, exchange);
        StreamBody body = StreamBody.of(
                "the backup of " + step.source() + "@" + entry.snapshot().name(), restoring::open);
        ClosingOnCompletion.of(exchange, body);
        message.setHeader(ZfsConstants.SNAPSHOT, entry.snapshot().name());
        entry.parent().ifPresent(parent -> message.setHeader(ZfsConstants.BASE, parent.name()));
        plainSize(entry).ifPresent(size -> message.setHeader(ZfsConstants.SIZE_ESTIMATE, size));
        message.setBody(body);
    }

    private RestoreStep step(@Nullable Object body, RestoreSettings settings) throws IOException {
        if (body instanceof RestoreStep step) {
            return step;
        }
        Source source = getEndpoint().mandatorySource();
        return RestoreStep.plain(
                source.dataset(),
                body instanceof BackupEntry entry ? entry : planner(settings).single(source));
    }

    private static OptionalLong plainSize(BackupEntry entry) {
        return entry.content().plain().isPresent()
                ? OptionalLong.of(entry.content().plain().get().size())
                : entry.details().sizeEstimate();
    }

    private List<RestoreStep> planRestore(Exchange exchange) throws IOException {
        RestoreSettings settings = settings();
        settings.attachTo(exchange);
        RestorePlan plan = plan(planner(settings));
        if (plan instanceof RestorePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        if (plan instanceof RestorePlan.AlreadyThere there) {
            String name = getEndpoint().destination() + "@"
                    + there.wanted().snapshot().name();
            LOG.debug("{} is there already", name);
            listener().upToDate(name);
            return List.of();
        }
        return ((RestorePlan.Receive) plan).steps();
    }

    private RestorePlan plan(PlanRestore planner) throws IOException {
        Source source = getEndpoint().mandatorySource();
        DatasetName destination = getEndpoint().destination();
        return getEndpoint().isRecursive()
                ? planner.planTree(
                        source,
                        destination,
                        getEndpoint().zfs(),
                        getEndpoint().selection(),
                        getEndpoint().isForce())
                : planner.plan(
                        source, destination, getEndpoint().zfs(), getEndpoint().isForce());
    }

    private RestoreSettings settings() {
        return new RestoreSettings(getEndpoint().backupTarget(), getEndpoint().context());
    }

    private PlanRestore planner(RestoreSettings settings) {
        return new PlanRestore(
                settings.repository(),
                settings.context(),
                getEndpoint().thawing(listener()),
                getEndpoint().isProperties());
    }

    private Object verify() throws IOException {
        return new VerifyBackups(
                        getEndpoint().backupTarget(),
                        getEndpoint().context(),
                        getEndpoint().thawing(listener()))
                .verify(getEndpoint().optionalSource(), getEndpoint().depth());
    }

    private TestRestoreReport testRestore() throws IOException {
        TestRestoreConfiguration options = getEndpoint().getTestRestore();
        return new TestRestore(
                        getEndpoint().backupTarget(),
                        getEndpoint().context(),
                        getEndpoint().thawing(listener()),
                        getEndpoint().zfs())
                .run(getEndpoint().mandatorySource(), options.picked(), options.mandatoryScratch());
    }

    private DeletePlan delete() throws IOException {
        DeleteBackups deletion = new DeleteBackups(getEndpoint().backupTarget());
        DeleteChoice choice = getEndpoint().deleteChoice();
        DeletePlan plan = getEndpoint().getDelete().isDryRun() ? deletion.plan(choice) : deletion.delete(choice);
        if (plan instanceof DeletePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        return plan;
    }

    private PrunePlan prune() throws IOException {
        PruneBackups pruning = new PruneBackups(getEndpoint().backupTarget());
        PruneConfiguration options = getEndpoint().getPrune();
        Optional<DatasetName> dataset = getEndpoint().optionalSource().map(Source::dataset);
        PrunePlan plan = getEndpoint().getDelete().isDryRun()
                ? pruning.plan(dataset, options.rules())
                : pruning.prune(dataset, options.rules());
        if (plan.deletion() instanceof DeletePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        LOG.info(
                "Kept {} backups of {}, and deleted {}",
                plan.kept(),
                getEndpoint().backupTarget(),
                plan.decisions().size() - plan.kept());
        return plan;
    }

    private RunListener listener() {
        RunListener listener = getEndpoint().getComponent().getListener();
        return listener == null ? RunListener.SILENT : listener;
    }
}
