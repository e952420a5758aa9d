package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.zfsbackup.chunk.ChunkReader;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.pipe.CountingStream;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/** Reads backups back and compares them with what was sent. Changes nothing. */
public final class VerifyBackups {
    private static final String NOTHING_TO_COMPARE =
            "the original's map has no digests, so only that the chunks are there was seen; ";

    private record Backup(DatasetName dataset, BackupEntry entry, Chains chains) {}

    private final BackupTarget target;
    private final ReadBackup reader;
    private final LongConsumer progress;
    private final Thawing thawing;

    /** @param progress gets the plain bytes of each read */
    public VerifyBackups(BackupTarget target, PipeContext context, Thawing thawing, LongConsumer progress) {
        this.thawing = thawing;
        this.target = target;
        this.reader = new ReadBackup(target, context);
        this.progress = progress;
    }

    /**
     * Verifies every backup, or those of a dataset or of one snapshot.
     *
     * @throws IOException where the map cannot be read, or has nothing that was asked for
     */
    public VerifyReport verify(Optional<Source> wanted) throws IOException {
        BackupMap map = ListBackups.list(target);
        List<Backup> backups = new ArrayList<>();
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : map.datasets().entrySet()) {
            Chains chains = new Chains(dataset.getValue().entries());
            for (BackupEntry entry : chains.entries()) {
                if (wanted.isEmpty() || isWanted(wanted.get(), dataset.getKey(), entry)) {
                    backups.add(new Backup(dataset.getKey(), entry, chains));
                }
            }
        }
        thawing.bringBack(target, backups.stream().map(Backup::entry).toList());
        List<VerifyReport.Result> results = new ArrayList<>();
        for (Backup backup : backups) {
            results.add(verify(backup.dataset(), backup.entry(), backup.chains()));
        }
        if (results.isEmpty()) {
            throw new IOException(
                    "there is no backup" + wanted.map(source -> " of " + source).orElse("") + " at " + target
                            + ": `list` shows those that there are");
        }
        return new VerifyReport(results);
    }

    private static boolean isWanted(Source wanted, DatasetName dataset, BackupEntry entry) {
        return wanted.dataset().equals(dataset)
                && wanted.snapshot().map(entry.snapshot().name()::equals).orElse(true);
    }

    private VerifyReport.Result verify(DatasetName dataset, BackupEntry entry, Chains chains) {
        try {
            reader.checkPresent(entry);
            if (!chains.isWhole(entry)) {
                throw new IOException("a backup that it builds on is not in the map");
            }
            Optional<String> lacking = reader.lacking(entry);
            if (lacking.isPresent()) {
                reader.checkStored(entry);
                String remark = entry.id().isPresent() ? lacking.get() : NOTHING_TO_COMPARE + lacking.get();
                return new VerifyReport.Result(dataset, entry, VerifyReport.State.STORED_GOOD, remark);
            }
            try (InputStream stream = new CountingStream(reader.open(entry), progress)) {
                ChunkReader.drain(stream);
            }
            return new VerifyReport.Result(dataset, entry, VerifyReport.State.GOOD, "");
        } catch (IOException e) {
            return new VerifyReport.Result(dataset, entry, VerifyReport.State.DAMAGED, String.valueOf(e.getMessage()));
        }
    }
}
