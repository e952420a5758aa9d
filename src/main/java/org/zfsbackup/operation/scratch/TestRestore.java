package org.zfsbackup.operation.scratch;

import java.io.IOException;
import java.security.SecureRandom;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;
import java.util.random.RandomGenerator;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.operation.ListBackups;
import org.zfsbackup.operation.Thawing;
import org.zfsbackup.operation.scratch.RestoredDatasets.RestoredDataset;
import org.zfsbackup.operation.scratch.TestRestoreReport.Check;
import org.zfsbackup.operation.scratch.TestRestoreReport.Verdict;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/**
 * Restores a backup into a new dataset, compares it with what was backed up, and destroys that dataset again. Changes
 * neither the backups nor any dataset that was there before. For one thread.
 */
public final class TestRestore {
    private static final Logger LOG = LoggerFactory.getLogger(TestRestore.class);
    private static final int RANDOM_BYTES = 6;

    private final Repository target;
    private final PipeContext context;
    private final Thawing thawing;
    private final Zfs zfs;
    private final RandomGenerator random;

    /**
     * @param target the backups
     * @param context decodes them
     * @param thawing what to do about chunks in an archive; its listener gets the progress
     * @param zfs the host of the scratch dataset
     */
    public TestRestore(Repository target, PipeContext context, Thawing thawing, Zfs zfs) {
        this(target, context, thawing, zfs, new SecureRandom());
    }

    /** @param random picks the backup, and makes the name of the new dataset unique */
    TestRestore(Repository target, PipeContext context, Thawing thawing, Zfs zfs, RandomGenerator random) {
        this.target = target;
        this.context = context;
        this.thawing = thawing;
        this.zfs = zfs;
        this.random = random;
    }

    /**
     * Restores, compares and destroys.
     *
     * @param wanted the dataset, or the snapshot of it, as it was backed up
     * @param pick which backup to take if no snapshot is named
     * @param scratch an existing dataset, below which a new one is created for the restore
     * @throws IOException if the backup cannot be restored, or the new dataset cannot be destroyed
     */
    public TestRestoreReport run(Source wanted, BackupPick pick, DatasetName scratch) throws IOException {
        Source chosen = pick.from(ListBackups.expected(target), wanted, random);
        TestRestoreReport report = ScratchArea.during(zfs, scratch, unique(random), area -> compared(area, chosen));
        log(report);
        return report;
    }

    private TestRestoreReport compared(ScratchArea area, Source chosen) throws IOException {
        ScratchRestore restore = new ScratchRestore(target, context, thawing, zfs);
        RestoreStep last = restore.into(area, chosen);
        List<Check> checks = new ArrayList<>(List.of(digests(last)));
        for (RestoredDataset dataset : RestoredDatasets.of(target, restore.reader(), last, area.restored())) {
            checks.addAll(RestoredChecks.of(zfs, area, dataset));
        }
        String snapshot = last.source() + "@" + last.entry().snapshot().name();
        return new TestRestoreReport(snapshot, last.entry().id(), checks);
    }

    /** Makes names unique. */
    static String unique(RandomGenerator random) {
        byte[] bytes = new byte[RANDOM_BYTES];
        random.nextBytes(bytes);
        return HexFormat.of().formatHex(bytes);
    }

    /** Reading a backup ends with an error if a digest is wrong, so a restored one has the right ones. */
    private static Check digests(RestoreStep last) {
        BackupContent content = last.stored().entry().content();
        boolean recorded = content.plain().isPresent();
        return new Check(
                last.source() + ": stream",
                recorded ? Verdict.SAME : Verdict.NOT_COMPARED,
                recorded
                        ? "its chunks and the stream have the recorded SHA-256, and zfs receive took it"
                        : "zfs receive took it, but the original program recorded no digest to compare it with");
    }

    private static void log(TestRestoreReport report) {
        for (Check check : report.checks()) {
            if (check.verdict() == Verdict.DIFFERENT) {
                LOG.error("The test restore of {} differs: {}: {}", report.snapshot(), check.subject(), check.text());
            }
        }
    }
}
