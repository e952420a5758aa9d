package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.List;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.RestorePlan;
import org.zfsbackup.plan.RestorePlanner;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.stream.Streams;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/** Finds the way back for a dataset, and checks it before the first step. */
public final class PlanRestore {
    private final Repository target;
    private final PipeContext context;
    private final Thawing thawing;

    public PlanRestore(Repository target, PipeContext context, Thawing thawing) {
        this.target = target;
        this.context = context;
        this.thawing = thawing;
    }

    /**
     * The plan for a restore; every chunk that it needs is there, and every key named. With {@code force} all of it was
     * read and found good, because something may be given up for it.
     */
    public RestorePlan plan(Source wanted, DatasetName destination, Zfs zfs, boolean force) throws IOException {
        RestorePlan plan = planner(wanted).plan(destination, zfs.snapshotsIfThere(destination), force);
        if (plan instanceof RestorePlan.Receive receive) {
            List<BackupEntry> entries =
                    receive.steps().stream().map(RestoreStep::entry).toList();
            checkAll(entries);
            if (force) {
                readAll(receive.steps());
            }
        }
        return plan;
    }

    /** What is there goes before the first byte is received: so every byte is read and compared before that. */
    private void readAll(List<RestoreStep> steps) throws IOException {
        ReadBackup reader = new ReadBackup(target, context);
        for (RestoreStep step : steps) {
            try (InputStream stream = reader.open(step.source(), step.entry())) {
                Streams.drain(stream);
            }
        }
    }

    /** The one backup of the wanted snapshot, for its stream alone. */
    public BackupEntry single(Source wanted) throws IOException {
        BackupEntry entry = planner(wanted)
                .entry()
                .orElseThrow(() ->
                        new IOException("the target has no backup of " + wanted + ": `list` shows those that it has"));
        checkAll(List.of(entry));
        return entry;
    }

    private RestorePlanner planner(Source wanted) throws IOException {
        return new RestorePlanner(wanted, ListBackups.list(target).of(wanted.dataset()));
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
