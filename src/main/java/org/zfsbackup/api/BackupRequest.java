package org.zfsbackup.api;

import io.soabase.recordbuilder.core.RecordBuilder;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.VerifyDepth;
import org.zfsbackup.operation.scratch.BackupPick;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.Stores;
import org.zfsbackup.store.directory.DirectoryUri;
import org.zfsbackup.zfs.Source;

/**
 * Everything that the command line and the Java API pass to the route templates for a target.
 *
 * @param source the dataset, or the snapshot of it; empty for everything at the target
 * @param target the URI of the store that holds the repository
 * @param prefix the repository's prefix in the store; empty for the name of this host
 * @param options how a backup is made
 * @param reading how backups are read
 * @param force whether a restore may roll back or replace its destination
 * @param properties whether a restore sets the properties again that were set on the datasets
 * @param lockTimeout how long to wait for another run on the same repository
 */
@RecordBuilder
record BackupRequest(
        Optional<Source> source,
        Optional<String> target,
        Optional<String> prefix,
        BackupOptions options,
        ReadOptions reading,
        boolean force,
        boolean properties,
        Duration lockTimeout)
        implements BackupRequestBuilder.With {
    /** The name of the route, of which there is only one in a run. */
    static final String ROUTE = "once";

    static BackupRequest of(Optional<Source> source) {
        return new BackupRequest(
                source,
                Optional.empty(),
                Optional.empty(),
                BackupOptions.DEFAULT,
                ReadOptions.DEFAULT,
                false,
                true,
                Duration.ZERO);
    }

    Source mandatorySource() {
        return source.orElseThrow(() -> new IllegalArgumentException("give the name of a dataset"));
    }

    String mandatoryTarget() {
        return target.orElseThrow(() -> new IllegalArgumentException("give a target, for example file:/backup/nas"));
    }

    Repository repository(Stores stores) {
        return Repository.of(stores.open(mandatoryTarget()), prefix.orElse(null));
    }

    /** The parameters of the template {@code backup}. */
    TemplateParameters backup() {
        return sent().set("target", mandatoryTarget())
                .set("prefix", prefix)
                .set("full", options.full())
                .set("fullEvery", options.fullEvery())
                .set("include", patterns(options.selection().include()))
                .set("exclude", patterns(options.selection().exclude()))
                .set("parallel", options.parallel())
                .set("raw", options.form().raw())
                .set("compressed", options.form().compressed())
                .set("largeBlocks", options.form().largeBlocks())
                .set("embedded", options.form().embedded())
                .set("newTarget", options.newTarget())
                .set("keepBase", options.keepBase().name())
                .set("noEncrypt", options.noEncrypt())
                .set("repeatCount", 1)
                .set("lockTimeout", lockTimeout.toMillis())
                .set("size", options.chunkSize());
    }

    private static Optional<String> patterns(List<String> patterns) {
        return patterns.isEmpty() ? Optional.empty() : Optional.of(String.join(",", patterns));
    }

    /** The template of the route that stores one chunk. */
    String chunkTemplate() {
        return isDirectory() ? "store-chunk-in-directory" : "store-chunk";
    }

    /** The parameters of {@link #chunkTemplate}. */
    TemplateParameters chunk() {
        TemplateParameters parameters = new TemplateParameters(ROUTE)
                .set("compress", options.compress())
                .set("encrypt", options.encrypt());
        return isDirectory()
                ? parameters.set("directory", DirectoryUri.of(mandatoryTarget()).path())
                : parameters.set("target", mandatoryTarget()).set("prefix", prefix);
    }

    /** The parameters of the template {@code count}. */
    TemplateParameters count() {
        return sent().set("encrypt", options.encrypt());
    }

    private TemplateParameters sent() {
        return new TemplateParameters(ROUTE)
                .set("dataset", mandatorySource())
                .set("recursive", options.recursion().name().toLowerCase(Locale.ROOT))
                .set("iterate", options.iterate())
                .set("pipe", options.streamPipe())
                .set("initialDelay", 0);
    }

    /** The parameters of the template {@code verify}. */
    TemplateParameters verify(VerifyDepth depth) {
        return read().set("source", source).set("readData", depth.toString());
    }

    /** The parameters of the template {@code restore}. */
    TemplateParameters restore(String destination) {
        return read().set("source", mandatorySource())
                .set("to", destination)
                .set("recursive", options.recursion() == Recursion.EACH)
                .set("include", patterns(options.selection().include()))
                .set("exclude", patterns(options.selection().exclude()))
                .set("force", force)
                .set("properties", properties);
    }

    /** The parameters of the template {@code test-restore}. */
    TemplateParameters testRestore(BackupPick pick, String scratch) {
        return read().set("from", "direct:" + ROUTE)
                .set("source", mandatorySource())
                .set("pick", pick)
                .set("scratch", scratch);
    }

    private TemplateParameters read() {
        TemplateParameters parameters = new TemplateParameters(ROUTE)
                .setRaw("target", Optional.of(mandatoryTarget()))
                .set("prefix", prefix);
        reading.addTo(parameters);
        return parameters;
    }

    private boolean isDirectory() {
        return DirectoryUri.isDirectory(mandatoryTarget());
    }
}
