package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.LongConsumer;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.chunk.ChunkReader;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.pipe.CountingStream;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.NoSuchObjectException;
import org.zfsbackup.zfs.DamagedStreamException;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;

/** Reads backups back and compares them with what was sent. Changes nothing. */
public final class VerifyBackups {
    private static final String NOTHING_TO_COMPARE =
            "the original's map has no digests, so only that the chunks are there was seen; ";

    private static final Logger LOG = LoggerFactory.getLogger(VerifyBackups.class);
    private static final int MOST_CAUSES = 10;

    private record Backup(DatasetName dataset, BackupEntry entry, Chains chains) {
        VerifyReport.Result is(VerifyReport.State state, String remark) {
            return new VerifyReport.Result(dataset, entry, state, remark);
        }

        @Override
        public String toString() {
            return dataset + "@" + entry.snapshot().name();
        }
    }

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
     * @throws IOException where the map cannot be read or has nothing that was asked for, and where the target cannot be
     *     reached any more: then a backup is not called damaged
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
            results.add(verify(backup));
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

    /** @throws IOException where nothing can be said of the backup, because the target is not there any more */
    private VerifyReport.Result verify(Backup backup) throws IOException {
        boolean mayBeTransport = target.store().isDearToRead();
        while (true) {
            try {
                return read(backup);
            } catch (IOException e) {
                expectReachable(backup, e);
                if (!mayBeTransport || isDamage(e)) {
                    return backup.is(VerifyReport.State.DAMAGED, String.valueOf(e.getMessage()));
                }
                LOG.info("{} is read once more: {}", backup, e.getMessage());
                mayBeTransport = false;
            }
        }
    }

    /** Before anything is called damaged: chunks of a disk that is not mounted any more, say, are missing too. */
    private void expectReachable(Backup backup, IOException failure) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        try {
            target.store().checkReachable();
        } catch (IOException e) {
            throw new IOException(
                    "the verification ended at " + backup + ", of which nothing is known (" + failure.getMessage()
                            + "), because the target cannot be reached: " + e.getMessage(),
                    e);
        }
    }

    private static boolean isDamage(Throwable failure) {
        return Stream.iterate(failure, Objects::nonNull, Throwable::getCause)
                .limit(MOST_CAUSES)
                .anyMatch(cause -> cause instanceof DamagedChunkException
                        || cause instanceof DamagedStreamException
                        || cause instanceof NoSuchObjectException);
    }

    private VerifyReport.Result read(Backup backup) throws IOException {
        BackupEntry entry = backup.entry();
        reader.checkPresent(entry);
        if (!backup.chains().isWhole(entry)) {
            return backup.is(VerifyReport.State.DAMAGED, "a backup that it builds on is not in the map");
        }
        Optional<String> lacking = reader.lacking(entry);
        if (lacking.isPresent()) {
            reader.checkStored(entry);
            String remark = entry.id().isPresent() ? lacking.get() : NOTHING_TO_COMPARE + lacking.get();
            return backup.is(VerifyReport.State.STORED_GOOD, remark);
        }
        try (InputStream stream = new CountingStream(reader.open(entry), progress)) {
            ChunkReader.drain(stream);
        }
        return backup.is(VerifyReport.State.GOOD, "");
    }
}
