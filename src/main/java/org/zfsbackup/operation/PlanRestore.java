package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.plan.InnerBackups;
import org.zfsbackup.plan.PropertyPlanner;
import org.zfsbackup.plan.RestorePlan;
import org.zfsbackup.plan.RestorePlanner;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.plan.TreeRestorePlanner;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.stream.Streams;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.ResumeToken;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/** Plans a restore, and checks everything that it needs before the first step. */
public final class PlanRestore {
    private static final Logger LOG = LoggerFactory.getLogger(PlanRestore.class);

    private final Repository target;
    private final PipeContext context;
    private final Thawing thawing;
    private final boolean properties;

    /**
     * A planner of restores that set the properties again.
     *
     * @param target the backups
     * @param context decodes them
     * @param thawing what to do about chunks in an archive
     */
    public PlanRestore(Repository target, PipeContext context, Thawing thawing) {
        this(target, context, thawing, true);
    }

    /** @param properties whether the properties that were set on the datasets are set again */
    public PlanRestore(Repository target, PipeContext context, Thawing thawing, boolean properties) {
        this.target = target;
        this.context = context;
        this.thawing = thawing;
        this.properties = properties;
    }

    /**
     * Plans a restore. A dataset without backups of its own is taken out of recursive backups of a dataset above. Every
     * chunk that the plan needs exists, and every key is available. With {@code force} all of it
     * was read and verified as well, because existing data may be given up for it.
     *
     * @param wanted the dataset, or the snapshot of it, as it was backed up
     * @param destination the dataset to restore to
     * @param zfs the host of the destination
     * @param force whether the destination may be rolled back or replaced
     * @throws OfflineException if chunks must be retrieved from an archive first
     * @throws IOException if chunks or keys are missing, or the target or ZFS fails
     */
    public RestorePlan plan(Source wanted, DatasetName destination, Zfs zfs, boolean force) throws IOException {
        BackupMap map = ListBackups.expected(target);
        if (!map.of(wanted.dataset()).isEmpty()) {
            return checked(planned(map, wanted, destination, zfs, force), zfs, force);
        }
        InnerBackups inner = InnerBackups.find(map, wanted.dataset(), this::contents);
        return checked(inner.taken(planned(inner.map(), wanted, destination, zfs, force)), zfs, force);
    }

    private static RestorePlan planned(BackupMap map, Source wanted, DatasetName destination, Zfs zfs, boolean force)
            throws IOException {
        RestorePlanner planner = new RestorePlanner(wanted, Chains.of(map, wanted.dataset()));
        if (destination.parent().isEmpty() && EmptyPool.is(zfs, tree(zfs, destination))) {
            return onEmptyPool(destination, planner.plan(destination, Optional.empty(), force));
        }
        Optional<DatasetState> there = zfs.state(destination);
        Map<DatasetName, ResumeToken> tokens =
                ResumeTokens.of(zfs, there.map(List::of).orElse(List.of()));
        return planner.planOnto(destination, there, Optional.ofNullable(tokens.get(destination)), force);
    }

    private List<RecordedDataset> contents(BackupEntry recursive) {
        return record(recursive).map(BackupRecord::datasets).orElse(List.of());
    }

    /**
     * Plans the restore of a dataset and all datasets below it, each from backups of its own. Everything is checked as
     * by {@link #plan}.
     *
     * @param wanted the dataset; with a snapshot's name, each dataset that has a backup of a snapshot of that name
     * @param destination the dataset to restore the root to
     * @param zfs the host of the destination
     * @param selection which datasets to restore, by their names in the backups
     * @param force whether the destination may be rolled back or replaced
     * @throws OfflineException if chunks must be retrieved from an archive first
     * @throws IOException if chunks or keys are missing, or the target or ZFS fails
     */
    public RestorePlan planTree(
            Source wanted, DatasetName destination, Zfs zfs, DatasetSelection selection, boolean force)
            throws IOException {
        BackupMap map = ListBackups.expected(target);
        if (map.datasets().keySet().stream()
                .anyMatch(dataset -> dataset.equals(wanted.dataset()) || dataset.isBelow(wanted.dataset()))) {
            return checked(
                    planned(new TreeRestorePlanner(map, wanted, selection::takes), destination, zfs, force),
                    zfs,
                    force);
        }
        InnerBackups inner = InnerBackups.find(map, wanted.dataset(), this::contents);
        TreeRestorePlanner planner = new TreeRestorePlanner(inner.map(), wanted, selection::takes);
        return checked(inner.taken(planned(planner, destination, zfs, force)), zfs, force);
    }

    private static RestorePlan planned(TreeRestorePlanner planner, DatasetName destination, Zfs zfs, boolean force)
            throws IOException {
        DatasetTree there = tree(zfs, destination);
        return EmptyPool.is(zfs, there)
                ? onEmptyPool(destination, planner.plan(destination, nothing(destination), Map.of(), force))
                : planner.plan(
                        destination,
                        there,
                        ResumeTokens.of(zfs, there.datasets().values()),
                        force);
    }

    private static DatasetTree tree(Zfs zfs, DatasetName root) throws IOException {
        return zfs.tree(root).orElse(nothing(root));
    }

    private static DatasetTree nothing(DatasetName root) {
        return new DatasetTree(root, new TreeMap<>());
    }

    /** The first stream for the root of the pool replaces what {@code zpool create} has made. */
    private static RestorePlan onEmptyPool(DatasetName pool, RestorePlan plan) {
        if (!(plan instanceof RestorePlan.Receive receive)) {
            return plan;
        }
        List<RestoreStep> steps = new ArrayList<>(receive.steps());
        for (int i = 0; i < steps.size(); i++) {
            if (steps.get(i).destination().filter(pool::equals).isPresent()) {
                steps.set(i, steps.get(i).onEmptyPool());
                break;
            }
        }
        return new RestorePlan.Receive(steps);
    }

    private RestorePlan checked(RestorePlan plan, Zfs zfs, boolean force) throws IOException {
        if (!(plan instanceof RestorePlan.Receive receive)) {
            return plan;
        }
        checkAll(receive.steps().stream().map(RestoreStep::entry).toList());
        if (force) {
            readAll(receive.steps());
        }
        return new RestorePlan.Receive(PropertyPlanner.plan(
                receive.steps(), properties, SourceProperties.host(zfs), step -> record(step.entry())));
    }

    private Optional<BackupRecord> record(BackupEntry entry) {
        try {
            return new RecordFiles(target).read(entry);
        } catch (IOException e) {
            LOG.warn(
                    "What the record of the backup of @{} says about its datasets is not known: {}",
                    entry.snapshot().name(),
                    e.getMessage());
            return Optional.empty();
        }
    }

    /** Existing data is given up before the first byte is received, so every byte is read and verified before that. */
    private void readAll(List<RestoreStep> steps) throws IOException {
        ReadBackup reader = new ReadBackup(target, context);
        for (RestoreStep step : steps) {
            InnerBackups.Whole stored = step.stored();
            try (InputStream stream = reader.open(stored.dataset(), stored.entry())) {
                Streams.drain(stream);
            }
        }
    }

    /**
     * The one backup of the wanted snapshot, to write out its stream.
     *
     * @throws IOException if there is none, or chunks or keys are missing
     */
    public BackupEntry single(Source wanted) throws IOException {
        BackupEntry entry = planner(wanted)
                .entry()
                .orElseThrow(() -> new IOException(
                        "the target has no backup of " + wanted + ": run `list` to see the backups that it has"));
        checkAll(List.of(entry));
        return entry;
    }

    private RestorePlanner planner(Source wanted) throws IOException {
        return new RestorePlanner(wanted, Chains.of(ListBackups.expected(target), wanted.dataset()));
    }

    private void checkAll(List<BackupEntry> steps) throws IOException {
        context.checkSecrets();
        ReadBackup reader = new ReadBackup(target, context);
        for (BackupEntry entry : steps) {
            reader.checkReadable(entry);
        }
        thawing.bringBack(target, steps);
    }
}
