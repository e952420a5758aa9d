package org.zfsbackup.api;

import java.io.IOException;
import java.net.URLDecoder;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.zfs.ZfsEndpoint;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.replication.Bases;
import org.zfsbackup.operation.replication.CompareReplica;
import org.zfsbackup.operation.replication.KeepBase;
import org.zfsbackup.operation.replication.ReplicaReport;
import org.zfsbackup.operation.replication.Selection;
import org.zfsbackup.service.OnePoll;
import org.zfsbackup.service.RouteRun;
import org.zfsbackup.service.Settings;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.NoSuchDatasetException;

/**
 * Replicates a dataset to another, on this host or on others; compares and lists replicas, and brings them back.
 *
 * <pre>{@code
 * ZfsReplication.of("tank/home").to("zfs:backup/home?host=user@nas").replicate();
 * ZfsReplication.of("zfs:tank/home?host=user@prod").to("backup/prod/home").recursive("each").replicate();
 * }</pre>
 *
 * <p>Immutable: each choice gives a new object. Each of the verbs runs to its end in the calling thread, and throws where
 * it was not done in full.
 */
public final class ZfsReplication {
    private static final String SCHEME = "zfs:";
    private static final String NAME = "once";

    private final String source;
    private final String target;
    private final Map<String, Object> choices;
    private final Settings settings;

    ZfsReplication(String source, String target, Map<String, Object> choices, Settings settings) {
        this.source = source;
        this.target = target;
        this.choices = Map.copyOf(choices);
        this.settings = settings;
    }

    /** @param source a dataset or {@code dataset@snapshot} of this host, or a {@code zfs:} endpoint */
    public static ZfsReplication of(String source) {
        return new ZfsReplication(uri(source), "", Map.of(), Settings.DEFAULT);
    }

    private static String uri(String dataset) {
        return dataset.startsWith(SCHEME) ? dataset : SCHEME + dataset;
    }

    /** @param target the destination itself: a dataset of this host, or a {@code zfs:} endpoint */
    public ZfsReplication to(String target) {
        return new ZfsReplication(source, uri(target), choices, settings);
    }

    /** {@code false}, {@code true} for one stream with all children, or {@code each} for each child by itself. */
    public ZfsReplication recursive(String how) {
        return with("recursive", how);
    }

    /** One incremental for each snapshot (the default), or one to the last. */
    public ZfsReplication iterate(boolean iterate) {
        return with("iterate", iterate);
    }

    /** All snapshots behind the base in one stream. */
    public ZfsReplication together(boolean together) {
        return with("together", together);
    }

    /** A second replica, beside another of the same source. */
    public ZfsReplication full(boolean full) {
        return with("full", full);
    }

    /** With {@code each}: patterns of the datasets to take, divided by commas. */
    public ZfsReplication include(String patterns) {
        return with("include", patterns);
    }

    /** With {@code each}: patterns of those to leave out. */
    public ZfsReplication exclude(String patterns) {
        return with("exclude", patterns);
    }

    /** With {@code each}: how many datasets at once. */
    public ZfsReplication parallel(int datasets) {
        return with("parallel", datasets);
    }

    public ZfsReplication keepBase(KeepBase keep) {
        return with("keepBase", keep.name());
    }

    /** One of {@code raw}, {@code compressed}, {@code largeBlocks}, {@code embedded}, {@code properties}. */
    public ZfsReplication form(String name, boolean wanted) {
        return with(name, wanted);
    }

    /** What the stream passes on its way: {@code gzip}, {@code zstd?level=3}, or exec with undo; none by default. */
    public ZfsReplication pipe(String pipe) {
        return with("pipe", pipe);
    }

    public ZfsReplication listener(RunListener listener) {
        return new ZfsReplication(source, target, choices, settings.withListener(listener));
    }

    public ZfsReplication settings(Settings other) {
        return new ZfsReplication(source, target, choices, other);
    }

    private ZfsReplication with(String key, Object value) {
        Map<String, Object> changed = new HashMap<>(choices);
        changed.put(key, value);
        return new ZfsReplication(source, target, changed, settings);
    }

    /** Sends what the destination lacks; gives the number of streams that were received. */
    public int replicate() throws Exception {
        try (RouteRun run = new RouteRun(settings)) {
            OnePoll poll = new OnePoll();
            Map<String, @Nullable Object> route = new HashMap<>(choices);
            route.put("name", NAME);
            route.put("source", withRawOptions(source));
            route.put("target", target());
            route.put("initialDelay", 0);
            route.put("repeatCount", 1);
            route.put("pollStrategy", run.bind(poll));
            return run.add("replicate", route).awaitPoll(poll);
        }
    }

    /**
     * Brings the replica back: from the target to the source's own place, or to another.
     *
     * @param to a dataset or a {@code zfs:} endpoint; null for the source's own place
     */
    public int restore(@Nullable String to) throws Exception {
        return restore(to, false);
    }

    /**
     * The same; by force what was written there since its newest snapshot is rolled back, and a dataset without snapshots
     * replaced.
     */
    public int restore(@Nullable String to, boolean force) throws Exception {
        String place = to == null ? withoutSnapshot(source) : uri(to);
        String marked = place + (place.contains("?") ? "&" : "?") + "readOnly=false" + (force ? "&force=true" : "");

        int streams = new ZfsReplication(snapshotOf(source, target()), marked, choices, settings)
                .full(true)
                .keepBase(KeepBase.NONE)
                .replicate();
        if (streams > 0) {
            try (RouteRun run = new RouteRun(settings)) {
                ZfsEndpoint restored = run.dataset(marked);
                restored.zfs().mount(restored.source().dataset());
            }
        }
        return streams;
    }

    /** Where a route's from has parameters beside its URI, Camel encodes the URI's own options once more, but for raw ones. */
    private static String withRawOptions(String uri) {
        int options = uri.indexOf('?');
        if (options < 0 || uri.contains("=RAW")) {
            return uri;
        }
        return uri.substring(0, options + 1)
                + Arrays.stream(uri.substring(options + 1).split("&", -1))
                        .map(ZfsReplication::rawOption)
                        .collect(Collectors.joining("&"));
    }

    private static String rawOption(String option) {
        int value = option.indexOf('=') + 1;
        if (value == 0 || option.indexOf('%') < 0) {
            return option;
        }
        String decoded = URLDecoder.decode(option.substring(value), StandardCharsets.UTF_8);
        return option.substring(0, value) + (decoded.contains(")") ? "RAW{" + decoded + "}" : "RAW(" + decoded + ")");
    }

    /** The snapshot that the source names, of the target. */
    private static String snapshotOf(String source, String target) {
        int at = source.indexOf('@');
        int options = source.indexOf('?');
        if (at < 0 || (options >= 0 && options < at)) {
            return target;
        }
        String snapshot = source.substring(at, options < 0 ? source.length() : options);
        int place = target.indexOf('?');
        return place < 0 ? target + snapshot : target.substring(0, place) + snapshot + target.substring(place);
    }

    private static String withoutSnapshot(String uri) {
        int options = uri.indexOf('?');
        String path = options < 0 ? uri : uri.substring(0, options);
        int at = path.indexOf('@');
        return at < 0 ? uri : path.substring(0, at) + (options < 0 ? "" : uri.substring(options));
    }

    /** Whether both sides have the same snapshots, and the chain can go on. Changes nothing. */
    public ReplicaReport compare() throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            boolean all = (boolean) choices.getOrDefault("iterate", true);
            return comparison(run).compare(below(), selection(), all);
        }
    }

    /** What is at the destination. */
    public List<DatasetState> list() throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            return comparison(run).list(below());
        }
    }

    private CompareReplica comparison(RouteRun run) {
        ZfsEndpoint from = run.dataset(source);
        ZfsEndpoint to = run.dataset(target());
        return new CompareReplica(
                from.zfs(), to.zfs(), from.source().dataset(), to.source().dataset());
    }

    /** The bookmarks and holds of ours at the source and below it, for whatever destination. */
    public List<Bases.Mark> bases() throws IOException {
        return bases(false);
    }

    /** Takes all of them away; what is pruned at the source after that may end the chain of any destination. */
    public List<Bases.Mark> releaseAllBases() throws IOException {
        return bases(true);
    }

    private List<Bases.Mark> bases(boolean release) throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            ZfsEndpoint from = run.dataset(source);
            Bases bases = new Bases(from.zfs(), from.zfs(), KeepBase.NONE, below());
            List<Bases.Mark> marks = bases.list(tree(from));
            if (release) {
                bases.release(marks);
            }
            return marks;
        }
    }

    /** Takes away those of this destination alone; with {@link #recursive} also those of what is below the source. */
    public List<Bases.Mark> releaseBases() throws IOException {
        try (RouteRun run = new RouteRun(settings)) {
            ZfsEndpoint from = run.dataset(source);
            ZfsEndpoint to = run.dataset(target());
            Bases bases = new Bases(from.zfs(), to.zfs(), KeepBase.NONE, below());
            DatasetTree tree = tree(from);
            List<Bases.Mark> marks = new ArrayList<>();
            for (DatasetState dataset : tree.datasets().values()) {
                boolean wanted = below()
                        ? selection().takes(dataset.name())
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

    private static DatasetTree tree(ZfsEndpoint from) throws IOException {
        DatasetName root = from.source().dataset();
        return from.zfs()
                .tree(root)
                .orElseThrow(() -> new NoSuchDatasetException(root, from.zfs().host()));
    }

    private boolean below() {
        return !String.valueOf(choices.getOrDefault("recursive", "false")).equalsIgnoreCase("false");
    }

    private Selection selection() {
        return Selection.of((String) choices.get("include"), (String) choices.get("exclude"));
    }

    private String target() {
        if (target.isEmpty()) {
            throw new IllegalArgumentException("name the destination first: to(\"zfs:backup/home\")");
        }
        return target;
    }
}
