package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.function.LongConsumer;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.WrongKeyException;
import org.zfsbackup.pipe.secret.SecretException;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.SymbolicLinkException;
import org.zfsbackup.stream.Causes;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.sendstream.DamagedStreamException;

/** Reads backups and compares them with what was sent. Changes no backup. For one thread. */
public final class VerifyBackups {
    private static final String NOTHING_TO_COMPARE =
            "the original's map has no digests, so only the presence of the chunks was checked; ";
    private static final Logger LOG = LoggerFactory.getLogger(VerifyBackups.class);

    private record Backup(DatasetName dataset, BackupEntry entry, Chains chains) {
        VerifyReport.Result is(VerifyReport.State state, String remark) {
            return new VerifyReport.Result(dataset, entry, state, remark);
        }

        @Override
        public String toString() {
            return dataset + "@" + entry.snapshot().name();
        }
    }

    private final Repository target;
    private final PipeContext context;
    private final ReadBackup reader;
    private final Thawing thawing;
    private Optional<SampledChecks> sampled = Optional.empty();
    private LongConsumer progress = bytes -> {};

    /**
     * @param target the backups
     * @param context decodes them
     * @param thawing what to do about chunks in an archive; its listener gets the progress of everything as that of one
     *     stream, from several threads
     */
    public VerifyBackups(Repository target, PipeContext context, Thawing thawing) {
        this.thawing = thawing;
        this.target = target;
        this.context = context;
        this.reader = new ReadBackup(target, context);
    }

    /** Reads every backup, or those of a dataset, or the one of a snapshot, as {@link #verify(Optional, VerifyDepth)} does. */
    public VerifyReport verify(Optional<Source> wanted) throws IOException {
        return verify(wanted, VerifyDepth.FULL);
    }

    /**
     * Verifies every backup, or those of a dataset, or the one of a snapshot. If only a part is read, the repository notes how
     * far it has come; otherwise nothing is written.
     *
     * @param depth how much of them is read
     * @throws SecretException if a given key cannot be read
     * @throws IOException if the map cannot be read or has no such backup, or if the target can no longer be reached;
     *     the backup is then not reported as damaged
     */
    public VerifyReport verify(Optional<Source> wanted, VerifyDepth depth) throws IOException {
        context.checkSecrets();
        List<Backup> backups = wanted(ListBackups.expected(target), wanted);
        if (backups.isEmpty()) {
            throw new IOException(
                    "there is no backup" + wanted.map(source -> " of " + source).orElse("") + " at " + target
                            + ": run `list` to see the existing ones");
        }
        List<BackupEntry> entries = backups.stream().map(Backup::entry).toList();
        sampled = depth.isFull()
                ? Optional.empty()
                : Optional.of(new SampledChecks(target, reader, bytes -> progress.accept(bytes), depth, entries));
        List<BackupEntry> read = sampled.map(checks -> checks.sampled(entries)).orElse(entries);
        RunListener.Stream all = new RunListener.Stream(
                wanted.map(Source::toString).orElse("all backups"), Optional.empty(), size(read));
        thawing.listener().started(all);
        progress = bytes -> thawing.listener().progress(all, bytes);
        if (!read.isEmpty()) {
            thawing.bringBack(target, read);
        }
        VerifiedChains results = new VerifiedChains(reader);
        for (Backup backup : backups) {
            Optional<VerifyReport.Result> result = verify(backup);
            if (result.isPresent()) {
                results.add(backup.chains(), result.get());
            }
        }
        if (sampled.isPresent()) {
            sampled.get().finish();
        }
        return new VerifyReport(results.results(), findings(wanted, backups));
    }

    /** The bytes that are counted while these backups are read; empty if that is not known for one of them. */
    private OptionalLong size(List<BackupEntry> entries) {
        long size = 0;
        for (BackupEntry entry : entries) {
            boolean plain = sampled.isEmpty() && reader.lacking(entry).isEmpty();
            if (plain && entry.content().plain().isEmpty()) {
                return OptionalLong.empty();
            }
            size += plain ? entry.content().plain().get().size() : storedSize(entry);
        }
        return OptionalLong.of(size);
    }

    private static long storedSize(BackupEntry entry) {
        return entry.content().chunks().stream()
                .mapToLong(chunk -> chunk.stored().map(Digest::size).orElse(0L))
                .sum();
    }

    private static List<Backup> wanted(BackupMap map, Optional<Source> wanted) {
        List<Backup> backups = new ArrayList<>();
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset : map.datasets().entrySet()) {
            Chains chains = Chains.of(map, dataset.getKey());
            for (BackupEntry entry : chains.entries()) {
                if (wanted.isEmpty() || isWanted(wanted.get(), dataset.getKey(), entry)) {
                    backups.add(new Backup(dataset.getKey(), entry, chains));
                }
            }
        }
        return backups;
    }

    private static boolean isWanted(Source wanted, DatasetName dataset, BackupEntry entry) {
        return wanted.dataset().equals(dataset)
                && wanted.snapshot().map(entry.snapshot().name()::equals).orElse(true);
    }

    private List<VerifyReport.Finding> findings(Optional<Source> wanted, List<Backup> backups) throws IOException {
        return wanted.isEmpty()
                ? new VerifyTarget(target).all()
                : new VerifyTarget(target)
                        .records(
                                wanted.get().dataset(),
                                backups.stream().map(Backup::entry).toList());
    }

    /**
     * Empty if the backup was deleted in the meantime.
     *
     * @throws IOException if the state of the backup is unknown, because the target or a key is no longer available
     */
    private Optional<VerifyReport.Result> verify(Backup backup) throws IOException {
        boolean mayBeTransport = target.store().isReadExpensive();
        while (true) {
            try {
                return Optional.of(read(backup));
            } catch (IOException e) {
                expectReachable(backup, e);
                if (Causes.has(e, SecretException.class)) {
                    throw e;
                }
                if (Causes.has(e, WrongKeyException.class)) {
                    return Optional.of(backup.is(VerifyReport.State.WRONG_KEY, String.valueOf(e.getMessage())));
                }
                if (!mayBeTransport || isDamage(e)) {
                    return isMissing(e) && wasDeleted(backup)
                            ? Optional.empty()
                            : Optional.of(backup.is(VerifyReport.State.DAMAGED, String.valueOf(e.getMessage())));
                }
                LOG.info("Reading {} once more: {}", backup, e.getMessage());
                mayBeTransport = false;
            }
        }
    }

    private boolean wasDeleted(Backup backup) throws IOException {
        boolean listed = ListBackups.list(target).of(backup.dataset()).stream()
                .anyMatch(entry -> entry.id().equals(backup.entry().id())
                        && entry.snapshot().equals(backup.entry().snapshot()));
        if (!listed) {
            LOG.info("{} was deleted while it was verified", backup);
        }
        return !listed;
    }

    /**
     * Called before a backup is reported as damaged, because chunks are also missing if, for example, a disk is no
     * longer mounted.
     */
    private void expectReachable(Backup backup, IOException failure) throws IOException {
        if (Thread.currentThread().isInterrupted()) {
            throw failure;
        }
        try {
            target.store().checkReachable();
        } catch (IOException e) {
            throw new IOException(
                    "the verification stopped at " + backup + ", whose state is unknown (" + failure.getMessage()
                            + "), because the target cannot be reached: " + e.getMessage(),
                    e);
        }
    }

    private static boolean isMissing(IOException failure) {
        return Causes.has(failure, MissingChunkException.class) || Causes.has(failure, NoSuchObjectException.class);
    }

    private static boolean isDamage(IOException failure) {
        return isMissing(failure)
                || Causes.has(failure, DamagedChunkException.class)
                || Causes.has(failure, SymbolicLinkException.class)
                || Causes.has(failure, DamagedStreamException.class);
    }

    private VerifyReport.Result read(Backup backup) throws IOException {
        BackupEntry entry = backup.entry();
        if (sampled.isPresent()) {
            sampled.get().checkPresent(entry);
        } else {
            reader.checkPresent(entry);
        }
        if (!backup.chains().isWhole(entry)) {
            return backup.is(VerifyReport.State.DAMAGED, "a backup that it builds on is not in the map");
        }
        Optional<String> exposed = reader.exposed(entry);
        if (exposed.isPresent()) {
            return backup.is(VerifyReport.State.NOT_ENCRYPTED, exposed.get());
        }
        if (sampled.isPresent()) {
            return backup.is(VerifyReport.State.PRESENT, sampled.get().read(entry));
        }
        Optional<String> lacking = reader.lacking(entry);
        if (lacking.isPresent()) {
            reader.checkStored(entry);
            progress.accept(storedSize(entry));
            if (ReadBackup.unknownPipe(entry).isPresent()) {
                return backup.is(VerifyReport.State.UNKNOWN_PIPE, lacking.get());
            }
            String remark = entry.id().isPresent() ? lacking.get() : NOTHING_TO_COMPARE + lacking.get();
            return backup.is(VerifyReport.State.STORED_GOOD, remark);
        }
        reader.check(backup.dataset(), entry, progress);
        return backup.is(VerifyReport.State.GOOD, "");
    }
}
