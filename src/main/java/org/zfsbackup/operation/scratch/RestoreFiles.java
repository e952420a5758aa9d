package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.SecureRandom;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/**
 * Brings back single files: restores the backup into a new dataset, copies the files, and destroys that dataset. Changes no
 * dataset that was there before. For one thread.
 */
public final class RestoreFiles {
    private final Repository target;
    private final PipeContext context;
    private final Thawing thawing;
    private final Zfs zfs;

    /**
     * @param target the backups
     * @param context decodes them
     * @param thawing what to do about chunks in an archive; its listener gets the progress
     * @param zfs this host
     */
    public RestoreFiles(Repository target, PipeContext context, Thawing thawing, Zfs zfs) {
        this.target = target;
        this.context = context;
        this.thawing = thawing;
        this.zfs = zfs;
    }

    /**
     * Copies files of the newest backup, or of that of the snapshot.
     *
     * @param wanted the dataset, or the snapshot of it, as it was backed up
     * @param choice which files
     * @param to an existing directory; nothing that is in it is changed
     * @param scratch an existing dataset, below which the new one is created
     * @throws IOException if no file matches, or the backup cannot be restored or its files cannot be reached
     */
    public RestoredFiles run(Source wanted, FileChoice choice, Path to, DatasetName scratch) throws IOException {
        if (!Files.isDirectory(to)) {
            throw new IOException("there is no directory " + to + ": create it, or name another one");
        }
        return ScratchArea.during(zfs, scratch, TestRestore.unique(new SecureRandom()), area -> {
            RestoreStep last = new ScratchRestore(target, context, thawing, zfs).into(area, wanted);
            Path files = area.view(snapshot(area, last).name());
            String snapshot = last.source() + "@" + last.entry().snapshot().name();
            return MatchingFiles.copy(snapshot, files, choice, to);
        });
    }

    private Snapshot snapshot(ScratchArea area, RestoreStep last) throws IOException {
        DatasetState state = zfs.state(area.restored())
                .orElseThrow(() -> new IOException(area.restored() + " is not there after the restore"));
        if (state.volume()) {
            throw new IOException(last.source() + " is a volume, so it has no files: restore it with --to");
        }
        if (state.encrypted() && !zfs.scratchDatasets().opens(area.restored())) {
            throw new IOException(last.source() + " is encrypted, and its key is not loaded: restore it with --to, load"
                    + " its key, and copy the files by hand");
        }
        return RestoredDatasets.snapshot(state, last.entry().snapshot())
                .orElseThrow(() ->
                        new IOException("@" + last.entry().snapshot().name() + " is not there after the restore"));
    }
}
