package org.zfsbackup.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.plan.BackupChoice;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.BackupPlanner;
import org.zfsbackup.plan.BaseCheck;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.plan.RecursiveBase;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.Recipe;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.Reserve;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * One run of a backup, from taking the target's lock to releasing it: of one dataset, or of several, each with a chain
 * of its own. Safe for use by several threads, each for other datasets.
 *
 * <p>Closing it never commits. If something was committed, it updates the index and the recipe for restoring by hand.
 */
public final class BackupRun implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupRun.class);

    private static final BackupContent NOTHING = new BackupContent(List.of(), List.of(), List.of(), Optional.empty());

    private final Repository target;
    private final BackupChoice choice;
    private final RunLock lock;
    private final BackupIndex index;
    private final ChainCheck chainCheck;
    private final Optional<SourceSide> sourceSide;
    private BackupMap map;
    private BackupIds ids;
    private InterruptedBackups interrupted;
    private final Map<DatasetName, Guid> sources = new HashMap<>();
    private final Set<DatasetName> changesReported = new HashSet<>();
    private final BasesByGuid basesByGuid = new BasesByGuid();
    private final Map<DatasetName, List<BackupEntry>> begunAnew = new HashMap<>();
    private final Set<SnapshotName> continuable = new HashSet<>();
    private boolean committed;

    private BackupRun(BackupChoice choice, Optional<SourceSide> sourceSide, RunLock lock, BackupIndex index)
            throws IOException {
        this.target = index.target();
        this.choice = choice;
        this.sourceSide = sourceSide;
        this.lock = lock;
        this.index = index;
        this.chainCheck = new ChainCheck(target);
        this.map = index.load();
        this.interrupted = new InterruptedBackups(target, List.of());
        this.ids = new BackupIds(Clock.systemUTC(), map.ids());
    }

    /**
     * Takes the lock, reads the map, and removes what killed runs have left. The caller closes the run.
     *
     * @param from where the backups come from; empty if nothing is checked there and nothing left
     * @param lockTimeout how long to wait for another run on the same target and prefix
     * @throws IOException if the target cannot be reached or is not the one that the source knows, its map is damaged,
     *     or another run has the lock
     */
    public static BackupRun open(
            Repository target, BackupChoice choice, Optional<BackupSource> from, Duration lockTimeout)
            throws IOException {
        // An unreachable or foreign target or a damaged map is found before anything is written.
        target.store().checkReachable();
        BackupIndex index = new BackupIndex(target);
        BackupMap found = index.load();
        Optional<SourceSide> sourceSide = from.map(source -> new SourceSide(source, target));
        if (sourceSide.isPresent()) {
            sourceSide.get().checkEmpty(found);
        }
        RunLock lock = RunLock.acquire(target, lockTimeout);
        try {
            BackupRun run = new BackupRun(choice, sourceSide, lock, index);
            target.store().prepare(target.chunks());
            run.bringIndexUpToDate();
            run.cleanUp();
            Reserve.keep(target, run.map);
            return run;
        } catch (IOException | RuntimeException | Error e) {
            lock.close();
            throw e;
        }
    }

    private void cleanUp() throws IOException {
        interrupted = new InterruptedBackups(target, new Leftovers(target).clean(map));
        Set<String> known = new HashSet<>(map.ids());
        known.addAll(interrupted.ids());
        ids = new BackupIds(Clock.systemUTC(), known);
    }

    /**
     * Plans what to send of a dataset from its snapshots and the target's current map. Called again after each stream. A
     * chain that this run has begun anew is then continued.
     *
     * @param dataset the dataset that was asked for, or one below it
     * @param here its snapshots
     * @param sends what the source's zfs can do; asked only for a new chain
     * @throws IOException if the target fails
     */
    public synchronized BackupPlan plan(DatasetName dataset, SnapshotTree here, Supplier<SendFeatures> sends)
            throws IOException {
        here.datasetGuid().ifPresent(guid -> sources.put(dataset, guid));
        Optional<String> unrecognised =
                sourceSide.isPresent() ? sourceSide.get().problem(dataset, here, map) : Optional.empty();
        if (unrecognised.isPresent()) {
            return new BackupPlan.Impossible(unrecognised.get());
        }
        List<BackupEntry> anew = begunAnew.getOrDefault(dataset, List.of());
        Chains chains = anew.isEmpty() ? chains(dataset, here) : new Chains(anew);
        BackupChoice wanted = choice.of(dataset).withFull(choice.full() && anew.isEmpty());
        BaseCheck check = (base, entry) -> problem(here, base, entry);
        BackupPlan plan = BackupPlanner.plan(wanted, here, chains, sends, check);
        if (plan instanceof BackupPlan.Conflict && newTarget()) {
            plan = BackupPlanner.plan(wanted.withFull(true), here, chains, sends, check);
        }
        plan = chainCheck.checked(dataset, plan, chains, choice.recursive());
        if (plan instanceof BackupPlan.UpToDate upToDate
                && choice.source().snapshot().isEmpty()) {
            sourceSide.ifPresent(side -> side.stored(dataset, upToDate.newest().guid()));
        }
        return plan;
    }

    private boolean newTarget() {
        return sourceSide.map(SourceSide::newTarget).orElse(false);
    }

    /** If none of the dataset's own backups can be a base, those of other datasets with the same snapshots may be. */
    private Chains chains(DatasetName dataset, SnapshotTree here) {
        Set<Guid> guids = here.snapshots().stream().map(Snapshot::guid).collect(Collectors.toSet());
        here.origin().map(Snapshot::guid).ifPresent(guids::add);
        boolean hasOwn = map.of(dataset).stream()
                .anyMatch(
                        entry -> entry.snapshot().guid().filter(guids::contains).isPresent());
        return hasOwn || choice.recursive()
                ? Chains.of(map, dataset)
                : Chains.of(map, dataset, basesByGuid.datasets(map, guids));
    }

    private Optional<String> problem(SnapshotTree here, Snapshot base, BackupEntry entry) {
        if (!choice.recursive() || here.datasets().isEmpty()) {
            return Optional.empty();
        }
        try {
            Optional<BackupRecord> record = new RecordFiles(target).read(entry);
            if (record.isEmpty() && entry.id().isPresent()) {
                return Optional.of("its record " + target.backup(entry.id().get()) + " is missing");
            }
            List<RecordedDataset> recorded = record.map(BackupRecord::datasets).orElse(List.of());
            return RecursiveBase.problem(here.datasets().get(), base, recorded);
        } catch (DamagedMapException e) {
            return Optional.of(String.valueOf(e.getMessage()));
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }

    /**
     * The backup that a step builds on.
     *
     * @param entry the backup
     * @param dataset the dataset whose backup it is, if that is another one
     */
    record Parent(BackupEntry entry, Optional<DatasetName> dataset) {}

    /** The backup that this step builds on, from the current map; empty for a full one. */
    synchronized Optional<Parent> parent(SendStep step) {
        if (step.base().isEmpty()) {
            return Optional.empty();
        }
        Base base = step.base().get();
        Optional<BackupEntry> own = Chains.of(map, step.dataset()).baseFor(base, step.recursive());
        if (own.isPresent() || step.recursive()) {
            return own.map(entry -> new Parent(entry, Optional.empty()));
        }
        Chains chains = Chains.of(map, step.dataset(), basesByGuid.datasets(map, Set.of(base.guid())));
        return chains.baseFor(base, false).map(entry -> new Parent(entry, Optional.of(chains.datasetOf(entry))));
    }

    /** The snapshot that a step builds on, by the name that its backup has: a bookmark has another one. */
    static Optional<SnapshotRef> parentSnapshot(SendStep step, Optional<Parent> parent) {
        return step.base()
                .map(base -> base instanceof Snapshot
                        ? SnapshotRef.of(base)
                        : parent.map(found -> found.entry().snapshot()).orElse(SnapshotRef.of(base)));
    }

    /**
     * Compares the pipes of a backup with those of the last one, before it is stored.
     *
     * @throws IOException if it would be protected less than the last one and the user has not allowed that
     */
    synchronized void checkPipes(DatasetName dataset, List<PipeSpec> pipes) throws IOException {
        List<BackupEntry> known = map.of(dataset);
        if (known.isEmpty()) {
            return;
        }
        BackupEntry last = known.get(known.size() - 1);
        Optional<String> refusal = choice.noEncrypt() ? Optional.empty() : PipeChange.refusal(dataset, last, pipes);
        if (refusal.isPresent()) {
            throw new IOException(refusal.get());
        }
        if (changesReported.add(dataset)) {
            PipeChange.warning(dataset, last, pipes).ifPresent(LOG::warn);
        }
    }

    /** The place of a snapshot in the order of ZFS, if the source has reported it. */
    synchronized Optional<SnapshotOrder> birth(Snapshot snapshot) {
        return Optional.ofNullable(sources.get(snapshot.name().dataset()))
                .filter(guid -> snapshot.createtxg() > 0)
                .map(guid -> new SnapshotOrder(guid, snapshot.createtxg()));
    }

    /**
     * Starts a backup, or continues the one that an interrupted run has begun: its pending record is at the target before
     * its first chunk.
     *
     * @param estimate the stream's size in bytes as estimated by {@code zfs send -nP}
     * @throws IOException if the lock is lost, or the record cannot be written
     */
    public synchronized PendingBackup begin(SendStep step, OptionalLong estimate) throws IOException {
        String id = ids.next();
        lock.renew();
        sourceSide.ifPresent(side -> side.prepare(step));
        List<BackupRecord> earlier = interrupted.take(step);
        BackupContent stored = earlier.isEmpty() ? NOTHING : interrupted.stored(earlier.get(0));
        PendingBackup pending = PendingBackup.begin(this, new PendingState.Sent(id, step, estimate), stored);
        // The new backup names the chunks before the records of the interrupted ones are removed.
        interrupted.remove(earlier, stored.paths(), map);
        return pending;
    }

    /** The record of a backup, with what is known about the datasets in its stream. */
    synchronized BackupRecord record(DatasetName dataset, BackupEntry entry, List<StreamedDataset> streamed) {
        List<RecordedDataset> recorded = streamed.stream()
                .map(found -> sourceSide
                        .map(side -> side.recorded(dataset, found))
                        .orElseGet(() -> RecordedDataset.of(dataset, found)))
                .toList();
        BackupRecord record = new BackupRecord(dataset, entry, recorded, sourceSide.flatMap(SourceSide::host));
        warnOfKeys(record);
        return record;
    }

    /** A recursive stream always holds the encryption root as well, unless that is above it. */
    private void warnOfKeys(BackupRecord record) {
        BackupEntry entry = record.entry();
        if (!entry.details().format().map(SendOptions::raw).orElse(false)
                || entry.details().recursive()) {
            return;
        }
        Optional<BackupEntry> parent = entry.details().parentId().flatMap(id -> map.of(record.dataset()).stream()
                .filter(earlier -> earlier.id().equals(Optional.of(id)))
                .findFirst());
        try {
            new KeyChanges(map, new RecordFiles(target)::read)
                    .of(record, parent)
                    .forEach(LOG::warn);
        } catch (IOException e) {
            LOG.warn("A change of the key of {} cannot be noticed: {}", record.dataset(), e.getMessage());
        }
    }

    Repository target() {
        return target;
    }

    /**
     * Renews the lock.
     *
     * @throws IOException if another run has taken it
     */
    public synchronized void checkLock() throws IOException {
        lock.renew();
    }

    /** Notes that a later run can continue the backup of this step. */
    synchronized void interrupted(SendStep step) {
        continuable.add(step.snapshot().name());
        step.base().ifPresent(base -> {
            if (base instanceof Snapshot snapshot) {
                continuable.add(snapshot.name());
            }
        });
    }

    /** Adds a backup that has its record now. */
    synchronized void committed(DatasetName dataset, BackupEntry entry) {
        map = map.with(dataset, entry);
        basesByGuid.add(dataset, entry);
        chainCheck.add(entry);
        if (choice.full()) {
            begunAnew.computeIfAbsent(dataset, key -> new ArrayList<>()).add(entry);
        }
        committed = true;
        sourceSide.ifPresent(side -> entry.snapshot().guid().ifPresent(guid -> side.stored(dataset, guid)));
    }

    /** The backups that are there now. */
    synchronized BackupMap present() {
        return map;
    }

    private void writeIndex() throws IOException {
        try {
            index.write(map);
        } catch (IOException e) {
            throw new IOException(
                    "Every backup that was reported is stored, but not their index, which the next run" + " writes: "
                            + e.getMessage(),
                    e);
        }
    }

    private void bringIndexUpToDate() throws IOException {
        if (index.isBehind()) {
            LOG.info("The index of {} is not up to date: writing it from the records", target);
            index.write(map);
        }
    }

    @Override
    public synchronized void close() throws IOException {
        try {
            sourceSide.ifPresent(side -> side.finish(map, continuable));
            if (committed) {
                writeIndex();
                Recipe.write(map, target);
                Reserve.keep(target, map);
            }
        } finally {
            lock.close();
        }
    }
}
