package org.zfsbackup.api;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.component.zfs.ZfsEndpoint;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.RepositoryBases;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.replication.BaseRetention;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.operation.replication.CompareReplica;
import org.zfsbackup.operation.replication.PruneReplica;
import org.zfsbackup.operation.replication.ReplicaReport;
import org.zfsbackup.plan.KeepRules;
import org.zfsbackup.plan.ReplicaPrunePlan;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.NoSuchDatasetException;

/**
 * Replicates a dataset to another, on this host or on others; compares, lists and restores replicas.
 *
 * <pre>{@code
 * ZfsReplication.of("tank/home").to("zfs:backup/home?host=user@nas").replicate();
 * ZfsReplication.of("zfs:tank/home?host=user@prod").to("backup/prod/home").recursive("each").replicate();
 * }</pre>
 *
 * <p>Immutable: each option method returns a new object. Each operation runs to its end in the calling thread, and
 * throws an exception if it was not completed. Invalid options are reported as {@link IllegalArgumentException}.
 */
public final class ZfsReplication {
    private final ReplicationRequest request;
    private final Settings settings;

    private ZfsReplication(ReplicationRequest request, Settings settings) {
        this.request = request;
        this.settings = settings;
    }

    /**
     * Starts with a source.
     *
     * @param source a dataset or {@code dataset@snapshot} of this host, or a {@code zfs:} endpoint
     */
    public static ZfsReplication of(String source) {
        return new ZfsReplication(ReplicationRequest.of(EndpointUri.of(source)), Settings.DEFAULT);
    }

    /**
     * Sets the destination.
     *
     * @param target the destination itself, not its parent: a dataset of this host, or a {@code zfs:} endpoint
     */
    public ZfsReplication to(String target) {
        return with(request.withTarget(Optional.of(EndpointUri.of(target))));
    }

    /**
     * Sets how the datasets below the source are included.
     *
     * @param how {@code false} (the default), {@code true} for one stream with all of them, or {@code each} for streams
     *     of their own
     * @throws IllegalArgumentException if it is none of these
     */
    public ZfsReplication recursive(String how) {
        return with(request.withRecursion(Recursion.valueOf(how.toUpperCase(Locale.ROOT))));
    }

    /** Whether to send one incremental for each snapshot (the default), or one to the last. */
    public ZfsReplication iterate(boolean iterate) {
        return with(request.withIterate(iterate));
    }

    /** Whether to send all snapshots after the base in one stream. */
    public ZfsReplication together(boolean together) {
        return with(request.withTogether(together));
    }

    /** Whether this is a second replica, beside another of the same source. */
    public ZfsReplication full(boolean full) {
        return with(request.withFull(full));
    }

    /** With {@code recursive=each}: sets which datasets to replicate; all by default. */
    public ZfsReplication selection(DatasetSelection selection) {
        return include(String.join(",", selection.include())).exclude(String.join(",", selection.exclude()));
    }

    /** With {@code each}: sets the patterns of the datasets to replicate, separated by commas. */
    public ZfsReplication include(String patterns) {
        return with(request.withInclude(Optional.of(patterns)));
    }

    /** With {@code each}: sets the patterns of the datasets to leave out, separated by commas. */
    public ZfsReplication exclude(String patterns) {
        return with(request.withExclude(Optional.of(patterns)));
    }

    /** With {@code each}: sets how many datasets are sent at the same time; 1 by default. */
    public ZfsReplication parallel(int datasets) {
        return with(request.withParallel(datasets));
    }

    /** Sets how the newest common snapshot is kept as a base at the source. */
    public ZfsReplication keepBase(BaseRetention keep) {
        return with(request.withKeepBase(keep));
    }

    /** Sets the form of the streams; by default the best that both sides support, without properties. */
    public ZfsReplication format(SendFormatPreference format) {
        return with(request.withFormat(format));
    }

    /**
     * Sets a pipe for the stream on its way: {@code gzip}, {@code zstd?level=3}, or exec with undo; none by default.
     */
    public ZfsReplication pipe(String pipe) {
        return with(request.withPipe(pipe));
    }

    /** Sets a listener for the progress, which is called in the threads that do the work. */
    public ZfsReplication listener(RunListener listener) {
        return settings(settings.withListener(listener));
    }

    /** Sets what applies to all routes of a run: the zfs command, the stall and finish timeouts, and more. */
    public ZfsReplication settings(Settings other) {
        return new ZfsReplication(request, other);
    }

    private ZfsReplication with(ReplicationRequest changed) {
        return new ZfsReplication(changed, settings);
    }

    /**
     * Sends what the destination lacks.
     *
     * @return the number of streams that were received
     * @throws Exception if a stream was not received; with {@code each} the other datasets were replicated
     */
    public int replicate() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            return run.add(
                            "replicate",
                            request.replicate()
                                    .set("pollStrategy", run.bind(poll))
                                    .values())
                    .awaitPoll(poll);
        }
    }

    /**
     * Restores the replica from the destination to the source's own name, or to another dataset.
     *
     * @param to a dataset or a {@code zfs:} endpoint; null for the source's own name
     * @return the number of streams that were received
     * @throws Exception if the restore was not completed
     */
    public int restore(@Nullable String to) throws Exception {
        return restore(to, false);
    }

    /**
     * Like {@link #restore(String)}, optionally by force.
     *
     * @param force whether to roll back changes since the newest snapshot of {@code to}, and to replace it if it has no
     *     snapshots
     */
    public int restore(@Nullable String to, boolean force) throws Exception {
        String place = to == null ? EndpointUri.withoutSnapshot(request.source()) : EndpointUri.of(to);
        String destination = EndpointUri.with(place, "readOnly=false" + (force ? "&force=true" : ""));
        int streams = with(request.withSource(EndpointUri.atSnapshotOf(request.source(), request.mandatoryTarget()))
                        .withTarget(Optional.of(destination))
                        .withFull(true)
                        .withKeepBase(BaseRetention.NONE))
                .replicate();
        if (streams > 0) {
            try (RouteRun run = new RouteRun(settings)) {
                ZfsEndpoint restored = run.dataset(destination);
                restored.zfs().mount(restored.source().dataset());
            }
        }
        return streams;
    }

    /**
     * Compares the snapshots of both sides, and whether the chain can be continued. Changes nothing.
     *
     * @throws IOException if a side cannot be reached or the source does not exist
     */
    public ReplicaReport compare() throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            return comparison(run).compare(request.recursion(), request.selection(), request.iterate());
        }
    }

    /**
     * Lists the snapshots at the destination.
     *
     * @throws IOException if it cannot be reached
     */
    public List<DatasetState> list() throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            return comparison(run).list(request.hasChildren());
        }
    }

    /**
     * Plans which snapshots of the replica a prune would destroy, without changing anything.
     *
     * @throws IOException if one of the sides cannot be asked
     */
    public ReplicaPrunePlan planPrune(KeepRules rules) throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            return pruning(run).plan(rules, request.hasChildren(), request.selection());
        }
    }

    /**
     * Destroys the snapshots of the replica that no rule keeps. Bases, held snapshots and origins stay.
     *
     * @return what was done
     * @throws IOException if one of the sides cannot be asked, or a snapshot cannot be destroyed
     */
    public ReplicaPrunePlan prune(KeepRules rules) throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            PruneReplica pruning = pruning(run);
            ReplicaPrunePlan plan = pruning.plan(rules, request.hasChildren(), request.selection());
            pruning.carryOut(plan);
            return plan;
        }
    }

    private PruneReplica pruning(RouteRun run) {
        ZfsEndpoint from = run.dataset(request.source());
        ZfsEndpoint to = run.dataset(request.mandatoryTarget());
        return new PruneReplica(
                from.zfs(), to.zfs(), from.source().dataset(), to.source().dataset());
    }

    private CompareReplica comparison(RouteRun run) {
        ZfsEndpoint from = run.dataset(request.source());
        ZfsEndpoint to = run.dataset(request.mandatoryTarget());
        return new CompareReplica(
                from.zfs(), to.zfs(), from.source().dataset(), to.source().dataset());
    }

    /**
     * Lists our bookmarks and holds at the source and below it, for any destination.
     *
     * @throws IOException if the source does not exist or cannot be reached
     */
    public List<Bases.KeptBase> bases() throws IOException {
        return bases(false);
    }

    /**
     * Releases all of them. Pruning at the source may then end the chain to any destination.
     *
     * @return what was released
     * @throws IOException if the source does not exist, or zfs fails
     */
    public List<Bases.KeptBase> releaseAllBases() throws IOException {
        return bases(true);
    }

    private List<Bases.KeptBase> bases(boolean release) throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            ZfsEndpoint from = run.dataset(request.source());
            Bases bases = new Bases(from.zfs(), from.zfs(), BaseRetention.NONE, request.hasChildren());
            List<Bases.KeptBase> marks = bases.list(tree(from));
            if (release) {
                bases.release(marks);
            }
            return marks;
        }
    }

    /**
     * Releases only those of this destination; with {@link #recursive} also those of the datasets below the source.
     *
     * @return what was released
     * @throws IOException if the source does not exist, or zfs fails
     */
    public List<Bases.KeptBase> releaseBases() throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            ZfsEndpoint from = run.dataset(request.source());
            ZfsEndpoint to = run.dataset(request.mandatoryTarget());
            Bases bases = new Bases(from.zfs(), to.zfs(), BaseRetention.NONE, request.hasChildren());
            DatasetTree tree = tree(from);
            List<Bases.KeptBase> marks = new ArrayList<>();
            for (DatasetState dataset : tree.datasets().values()) {
                boolean wanted = request.hasChildren()
                        ? request.selection().takes(dataset.name())
                        : dataset.name().equals(tree.root());
                if (wanted) {
                    DatasetName root = to.source().dataset();
                    marks.addAll(bases.list(dataset, dataset.name().moved(tree.root(), root), root));
                }
            }
            bases.release(marks);
            return marks;
        }
    }

    /** Releases those of a repository, and what else the source remembers of it. */
    List<Bases.KeptBase> releaseBasesOf(String place) throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            ZfsEndpoint from = run.dataset(request.source());
            return RepositoryBases.release(from.zfs(), tree(from), place);
        }
    }

    private static DatasetTree tree(ZfsEndpoint from) throws IOException {
        DatasetName root = from.source().dataset();
        return from.zfs()
                .tree(root)
                .orElseThrow(() -> new NoSuchDatasetException(root, from.zfs().host()));
    }
}
