package org.zfsbackup.cli;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.Consumer;
import me.tongfei.progressbar.ProgressBar;
import me.tongfei.progressbar.ProgressBarBuilder;
import me.tongfei.progressbar.ProgressBarStyle;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.service.Printable;
import org.zfsbackup.stream.ByteSize;
import org.zfsbackup.zfs.DatasetName;

/** Shows each stream on a terminal while it moves, and remembers the complete ones. Safe for use by several threads. */
public final class Progress implements RunListener, AutoCloseable {
    private static final int MILLISECONDS = 200;

    private record Done(Stream stream, long bytes) {}

    private final boolean visible;
    private final List<Done> done = new ArrayList<>();
    private final List<ReplicatedDataset> datasets = new ArrayList<>();
    private Optional<DatasetName> alone = Optional.empty();
    private int childrenLeftOut;
    private @Nullable ProgressBar bar;

    private final Consumer<String> printer;

    private Progress(boolean visible, Consumer<String> printer) {
        this.visible = visible;
        this.printer = printer;
    }

    /**
     * Shows a bar only to a person: on a terminal, and not with --quiet or --json. bin/zfsbackup says whether standard error
     * is a terminal, because Java 22 and newer answer that question differently from Java 17.
     */
    static Progress of(RootCommand options) {
        boolean forPeople = options.output().isForPeople();
        return new Progress(
                Boolean.getBoolean("zfsbackup.terminal") && forPeople, forPeople ? options.err()::println : line -> {});
    }

    @Override
    public synchronized void started(Stream stream) {
        close();
        if (visible) {
            bar = new ProgressBarBuilder()
                    .setTaskName(Printable.line(stream.snapshot()))
                    .setInitialMax(stream.bytes().orElse(-1))
                    .setUnit(" MiB", 1L << 20)
                    .setStyle(ProgressBarStyle.ASCII)
                    .setUpdateIntervalMillis(MILLISECONDS)
                    .showSpeed()
                    .build();
        }
    }

    @Override
    public synchronized void progress(Stream stream, long bytes) {
        if (bar != null) {
            bar.stepBy(bytes);
        }
    }

    @Override
    public synchronized void completed(Stream stream, long bytes) {
        done.add(new Done(stream, bytes));
        close();
    }

    @Override
    public synchronized void failed(Stream stream, Throwable cause) {
        close();
    }

    @Override
    public synchronized void waiting(String forWhat) {
        close();
        printer.accept("Waiting: " + forWhat);
    }

    @Override
    public synchronized void childrenLeftOut(DatasetName dataset, int children) {
        alone = Optional.of(dataset);
        childrenLeftOut = children;
    }

    @Override
    public synchronized void replicated(ReplicatedDataset dataset) {
        datasets.add(dataset);
    }

    /**
     * Prints what was stored or received, even after a failure; if there are several datasets, also how each ended, and if
     * there are others below, that they are not included.
     *
     * @param verb what was done with each stream, for example {@code Backed up}
     */
    public synchronized void report(String verb, Consumer<String> print) {
        lines(verb).forEach(print);
        if (datasets.size() > 1) {
            DatasetResults.lines(datasets).forEach(print);
        }
        alone.ifPresent(dataset -> print.accept((childrenLeftOut == 1 ? "1 dataset" : childrenLeftOut + " datasets")
                + " directly below " + dataset + (childrenLeftOut == 1 ? " is" : " are")
                + " not included; --recursive=each includes all that are below it"));
    }

    /** How many datasets directly below the one that was asked for the run left out. */
    public synchronized int childrenLeftOut() {
        return childrenLeftOut;
    }

    /** The datasets of a replication, in the order in which they were finished. */
    public synchronized List<ReplicatedDataset> datasets() {
        return List.copyOf(datasets);
    }

    /**
     * A line for each complete stream.
     *
     * @param verb what was done with it, for example {@code Restored}
     */
    public synchronized List<String> lines(String verb) {
        return done.stream()
                .map(one -> verb + " " + one.stream.snapshot()
                        + one.stream
                                .base()
                                .map(base -> ", incremental from @" + base)
                                .orElse(", full") + ", "
                        + ByteSize.format(one.bytes))
                .toList();
    }

    /** The complete streams as values for JSON. */
    public synchronized List<Map<String, Object>> streams() {
        List<Map<String, Object>> streams = new ArrayList<>();
        for (Done one : done) {
            Map<String, Object> stream = new LinkedHashMap<>();
            stream.put("snapshot", one.stream.snapshot());
            one.stream.base().ifPresent(base -> stream.put("base", base));
            stream.put("bytes", one.bytes);
            streams.add(stream);
        }
        return streams;
    }

    @Override
    public synchronized void close() {
        if (bar != null) {
            bar.close();
            bar = null;
        }
    }
}
