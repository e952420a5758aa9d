package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.atomic.AtomicLong;
import org.zfsbackup.operation.PlanRestore;
import org.zfsbackup.operation.PropertyRestore;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.operation.RestoredStep;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.RestorePlan;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.stream.CountingStream;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.ReceiveOptions;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/** Restores a backup with all that it builds on into a scratch area. For one thread. */
final class ScratchRestore {
    private final Repository target;
    private final PipeContext context;
    private final Thawing thawing;
    private final Zfs zfs;

    /** @param thawing what to do about chunks in an archive; its listener gets the progress */
    ScratchRestore(Repository target, PipeContext context, Thawing thawing, Zfs zfs) {
        this.target = target;
        this.context = context;
        this.thawing = thawing;
        this.zfs = zfs;
    }

    /**
     * Restores the newest backup of a dataset, or that of a snapshot.
     *
     * @return the last step, which brought the snapshot
     * @throws IOException if it cannot be restored; parts of it may be in the area
     */
    RestoreStep into(ScratchArea area, Source wanted) throws IOException {
        RestorePlan plan = new PlanRestore(target, context, thawing).plan(wanted, area.restored(), zfs, false);
        if (plan instanceof RestorePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        if (!(plan instanceof RestorePlan.Receive receive) || receive.steps().isEmpty()) {
            throw new IOException(area.restored() + " is not empty, although it was just created: run it again");
        }
        List<RestoreStep> steps = receive.steps();
        for (RestoreStep step : steps) {
            receive(step.with(step.properties().forScratch()), area.restored());
        }
        return steps.get(steps.size() - 1);
    }

    /** Reads what the step has restored. */
    ReadBackup reader() {
        return new ReadBackup(target, context);
    }

    private void receive(RestoreStep step, DatasetName destination) throws IOException {
        ReadBackup reader = reader();
        RestoredStep restored = new RestoredStep(step, reader.datasets(step.source(), step.entry()), reader);
        RunListener.Stream stream = described(step);
        AtomicLong bytes = new AtomicLong();
        thawing.listener().started(stream);
        try (InputStream body = new CountingStream(restored.open(), count -> {
            bytes.addAndGet(count);
            thawing.listener().progress(stream, count);
        })) {
            restored.receive(zfs, destination, () -> receive(restored, destination, body));
            restored.properties(zfs, destination).afterwards();
        } catch (IOException | RuntimeException e) {
            thawing.listener().failed(stream, e);
            throw e;
        }
        thawing.listener().completed(stream, bytes.get());
    }

    private static RunListener.Stream described(RestoreStep step) {
        Optional<Digest> plain = step.stored().entry().content().plain();
        return new RunListener.Stream(
                step.source() + "@" + step.entry().snapshot().name(),
                step.entry().parent().map(SnapshotRef::name),
                plain.isPresent() ? OptionalLong.of(plain.get().size()) : OptionalLong.empty());
    }

    private void receive(RestoredStep restored, DatasetName destination, InputStream body) throws IOException {
        RestoredStep.Parts parts = restored.parts(body);
        Optional<InputStream> first = parts.next();
        if (first.isPresent()) {
            receiveFirst(restored, destination, first.get());
        }
        for (Optional<InputStream> next = parts.next(); next.isPresent(); next = parts.next()) {
            zfs.receiver().receive(destination, next.get());
        }
    }

    private void receiveFirst(RestoredStep restored, DatasetName destination, InputStream stream) throws IOException {
        PropertyRestore properties = restored.properties(zfs, destination);
        Optional<SnapshotName> origin = restored.origin(zfs, destination);
        Set<String> except = origin.isPresent() ? Set.of() : properties.except();
        ReceiveOptions options = new ReceiveOptions(false, false, properties.withStream(), except);
        if (origin.isPresent()) {
            zfs.receiver().receiveClone(destination, origin.get(), options, List.of(), stream);
        } else {
            zfs.receiver().receive(destination, options, List.of(), stream);
        }
    }
}
