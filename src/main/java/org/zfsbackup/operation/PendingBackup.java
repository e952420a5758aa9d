package org.zfsbackup.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.AppliedPipe;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.PendingRecords;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupDetails;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnansweredException;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/** A backup whose chunks are being stored and that has no record yet. Safe for use by several threads. */
public final class PendingBackup {
    private static final Logger LOG = LoggerFactory.getLogger(PendingBackup.class);

    /** Up to this size, in bytes, the pending record is written after every chunk. */
    private static final int SMALL_RECORD = 64 * 1024;

    private static final int RECORD_SHARE = 100;

    private final BackupRun run;
    private final String id;
    private final SendStep step;
    private final OptionalLong estimate;
    private final PendingChunks chunks;
    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
    private final BackgroundSync writeback;
    private List<PipeSpec> pipes = List.of();
    private List<PipeSpec> chunkPipes = List.of();
    private boolean permitted;
    private boolean changed;
    private int recordSize;
    private long unrecorded;
    private boolean over;

    private PendingBackup(BackupRun run, String id, SendStep step, OptionalLong estimate, List<Chunk> earlier) {
        this.run = run;
        this.id = id;
        this.step = step;
        this.estimate = estimate;
        this.chunks = new PendingChunks(earlier);
        this.writeback = new BackgroundSync(run.target().store());
    }

    static PendingBackup begin(BackupRun run, String id, SendStep step, OptionalLong estimate) throws IOException {
        PendingBackup pending = new PendingBackup(run, id, step, estimate, List.of());
        pending.writePendingRecord();
        return pending;
    }

    /**
     * Continues a backup that an interrupted run has begun.
     *
     * @param earlier its chunks that are stored, from the first on
     * @param content with its pipes
     */
    static PendingBackup resume(
            BackupRun run, String id, SendStep step, OptionalLong estimate, List<Chunk> earlier, BackupContent content)
            throws IOException {
        PendingBackup pending = new PendingBackup(run, id, step, estimate, earlier);
        pending.pipes = content.pipes();
        pending.chunkPipes = content.chunkPipes();
        pending.writePendingRecord();
        LOG.info(
                "The backup of {} was interrupted: continuing after {} chunks, if its stream is still the same",
                step.snapshot().name(),
                earlier.size());
        return pending;
    }

    /** The ID of the backup. */
    public String id() {
        return id;
    }

    /**
     * The name of a chunk, relative to the target's root.
     *
     * @param number from 1
     */
    public String chunkPath(int number) {
        return target().chunk(id, number);
    }

    /**
     * Returns the size and hash of the plain bytes of a chunk that an interrupted run has stored, which need not be stored
     * again if the stream has the same bytes. Empty if the chunk is to be stored.
     *
     * @param number from 1; the chunk before was confirmed
     */
    public synchronized Optional<Digest> storedEarlier(int number) {
        return chunks.unconfirmed(number);
    }

    /**
     * Takes over a chunk that an interrupted run has stored, if the stream still has the same bytes.
     *
     * @param number from 1
     * @param plain the bytes that the stream has now
     * @throws ChangedStreamException if it has others. The backup keeps the chunks before it, if the stream is sent again
     */
    public synchronized void confirm(int number, Digest plain) throws IOException {
        if (!chunks.unconfirmed(number).equals(Optional.of(plain))) {
            throw changed(
                    changed ? 1 : number,
                    "it differs from what was stored from chunk " + number
                            + " on (a dataset or pool was renamed, a property or a key was changed)");
        }
        chunks.confirm(number);
    }

    /**
     * Must be called before the first chunk if the stream cannot be sent again in this run: the last chunk of an interrupted
     * run is then stored again in any case.
     */
    public synchronized void storeLastAgain() throws IOException {
        int last = chunks.beginning().size();
        if (last > 0 && chunks.unconfirmed(1).isPresent()) {
            drop(last);
        }
    }

    /**
     * Called if the stream ended with a confirmed chunk. Only a chunk that goes through the route shows which pipes the
     * route has now, so the last one is stored again.
     *
     * @param number the last chunk, from 1
     * @throws ChangedStreamException always
     */
    public synchronized void storeAgain(int number) throws IOException {
        throw changed(number, "it was stored to its end, and its last chunk is stored again");
    }

    private ChangedStreamException changed(int from, String why) throws IOException {
        changed = true;
        drop(from);
        return new ChangedStreamException("the interrupted backup of "
                + step.snapshot().name() + " cannot be continued as it was: " + why + ". Run it again");
    }

    private void drop(int from) throws IOException {
        List<Chunk> dropped = chunks.dropFrom(from);
        writePendingRecord();
        Set<String> needed = run.present().chunkPaths();
        for (Chunk chunk : dropped) {
            if (target().isDeletable(chunk.path()) && !needed.contains(chunk.path())) {
                target().store().delete(chunk.path());
            }
        }
    }

    /**
     * Must be called before the first byte of a chunk is stored.
     *
     * @param streamPipes those of the stream
     * @param pipesOfChunk those of the chunk
     * @throws ChangedStreamException if chunks of an interrupted run were stored with other pipes, or another key
     * @throws IOException if the backup would be protected less than the one before it
     */
    public synchronized void permit(List<PipeSpec> streamPipes, List<AppliedPipe> pipesOfChunk) throws IOException {
        if (permitted) {
            return;
        }
        List<PipeSpec> wanted = AppliedPipe.specs(pipesOfChunk);
        run.checkPipes(
                step.dataset(),
                Stream.concat(streamPipes.stream(), wanted.stream()).toList());
        Optional<Chunk> earlier = chunks.lastConfirmed();
        boolean same = earlier.isEmpty()
                || (pipes.equals(streamPipes)
                        && chunkPipes.equals(wanted)
                        && new SameKeyCheck(target().store()).isSame(pipesOfChunk, earlier.get()));
        pipes = streamPipes;
        chunkPipes = wanted;
        if (!same) {
            throw changed(1, "its chunks have other pipes or another key, or that cannot be found out here");
        }
        permitted = true;
    }

    /**
     * Announces that a chunk will be stored, so that the target can prepare for it.
     *
     * @param number from 1
     * @throws IOException if the target fails
     */
    public void expect(int number) throws IOException {
        target().store().expect(chunkPath(number));
    }

    /**
     * Reports that more bytes of a chunk were passed to the endpoint that stores it.
     *
     * @param number of the chunk, from 1
     * @param bytes since the last call
     */
    public void storing(int number, long bytes) {
        if (begun.add(number)) {
            permit(chunkPath(number));
        }
        writeback.moved(() -> chunkPath(number), bytes);
    }

    private void permit(String chunk) {
        try {
            target().store().permitUnfinished(chunk);
        } catch (IOException e) {
            throw new UncheckedIOException("the permissions of " + chunk + " could not be set: " + e.getMessage(), e);
        }
    }

    /**
     * Reports that a chunk is stored as a whole. It is looked up at the target, its size is checked, and it is made
     * durable. This is done now because hours later the kernel may have forgotten that a write failed.
     *
     * @param number from 1
     * @param stored the digest of the stored bytes
     * @param plain the digest of the bytes before the chunk's own pipes
     * @throws IOException if the chunk is missing, has another size, or cannot be made durable
     */
    public void stored(int number, Digest stored, Digest plain) throws IOException {
        Chunk chunk = new Chunk(chunkPath(number), Optional.of(stored), Optional.of(plain));
        writeback.check();
        makeDurable(chunk);
        add(number, chunk);
    }

    /** A long list is not written after every chunk, but when the chunks since then are a hundred times as large. */
    private synchronized void add(int number, Chunk chunk) throws IOException {
        if (over) {
            throw new IOException("the backup of " + step.snapshot().name() + " was abandoned");
        }
        chunks.add(number, chunk);
        unrecorded += chunk.stored().map(Digest::size).orElse(0L);
        if (recordSize <= SMALL_RECORD || unrecorded / RECORD_SHARE >= recordSize) {
            writePendingRecord();
        }
    }

    /**
     * Creates the record of the backup, after every chunk was found at the target with its size and was made durable.
     *
     * @param content the pipes and the plain stream's digest; the chunks are those reported as {@link #stored}
     * @param datasets the datasets that were found in the stream
     * @return the backup
     * @throws IOException if chunks are missing or damaged, the lock is lost, or the record cannot be written
     */
    public synchronized BackupEntry commit(BackupContent content, List<StreamedDataset> datasets) throws IOException {
        if (over) {
            throw new IOException("the backup of " + step.snapshot().name() + " was abandoned before its commit");
        }
        writeback.finish();
        BackupContent whole =
                new BackupContent(chunks.complete(), content.pipes(), content.chunkPipes(), content.plain());
        if (whole.chunks().isEmpty()) {
            throw new IOException("the backup of " + step.snapshot().name() + " has no chunks, or not all of"
                    + " them: put chunk: before backup:commit");
        }
        checkLength(whole);
        run.checkLock();
        for (Chunk chunk : whole.chunks()) {
            makeDurable(chunk);
        }
        Optional<BackupRun.Parent> parent = run.parent(step);
        BackupEntry entry = entry(BackupRun.parentSnapshot(step, parent), whole, parent);
        BackupRecord record = run.record(step.dataset(), entry, datasets);
        run.checkLock();
        try {
            new RecordFiles(target()).create(record);
        } catch (UnansweredException e) {
            // The record may exist or not; the next run finds out. The chunks must not be removed now.
            over = true;
            throw e;
        }
        over = true;
        run.committed(step.dataset(), entry);
        removePendingRecord();
        return entry;
    }

    /** The backup is committed, so this is no failure of it. */
    private void removePendingRecord() {
        try {
            new PendingRecords(target()).delete(id);
        } catch (IOException e) {
            LOG.warn("{} could not be removed, so the next run does it: {}", target().pending(id), e.getMessage());
        }
    }

    /**
     * Without a pipe before the cut, the chunks contain the stream itself, so a step that has changed it is detected
     * here.
     */
    private void checkLength(BackupContent content) throws IOException {
        long cut = content.chunks().stream()
                .mapToLong(chunk -> chunk.plain().map(Digest::size).orElse(0L))
                .sum();
        long sent = content.plain().map(Digest::size).orElse(-1L);
        if (content.pipes().isEmpty() && cut != sent) {
            throw new IOException("the chunks of " + step.snapshot().name() + " contain " + cut + " bytes, but " + sent
                    + " were sent: a step between zfs: and chunk: has changed the stream, and cannot be"
                    + " reversed because it is not a pipe:. Remove it, or use a pipe:");
        }
    }

    private void makeDurable(Chunk chunk) throws IOException {
        Optional<StoredObject> found = target().store().stat(chunk.path());
        long expected = chunk.stored().map(Digest::size).orElse(-1L);
        if (found.isEmpty()) {
            throw new DamagedChunkException(
                    chunk.path(),
                    "is not at " + target().store().uri()
                            + " although its endpoint reported success: the last endpoint of the route must"
                            + " store at the target of the route");
        }
        if (found.get().size() != expected) {
            throw new DamagedChunkException(
                    chunk.path(), "has " + found.get().size() + " bytes at the target, but " + expected + " were sent");
        }
        target().store().makeDurable(chunk.path());
    }

    /**
     * Ends the backup without its record. What was stored of it stays, and a later run can continue it, unless the place is
     * full. Does nothing after a commit, or if another run has taken the lock, which cleans up then.
     *
     * @throws IOException if the target fails
     */
    public synchronized void abandon() throws IOException {
        writeback.close();
        if (over) {
            return;
        }
        over = true;
        boolean full = isFull();
        List<Chunk> beginning = chunks.beginning();
        Set<String> needed = new HashSet<>(run.present().chunkPaths());
        Leftovers leftovers = new Leftovers(target());
        // What nobody else can have taken over goes first: a full disk has no room to renew the lock.
        leftovers.removeObjects(
                id,
                Stream.concat(needed.stream(), beginning.stream().map(Chunk::path))
                        .collect(Collectors.toSet()));
        run.checkLock();
        if (full || beginning.isEmpty()) {
            leftovers.remove(id, needed);
        } else {
            writePendingRecord();
            run.interrupted(step);
        }
    }

    /** Whether another chunk might find no room. Then the chunks would stand in the way of other backups. */
    private boolean isFull() throws IOException {
        OptionalLong room = target().store().room();
        long chunk = chunks.beginning().stream()
                .mapToLong(stored -> stored.stored().map(Digest::size).orElse(0L))
                .max()
                .orElse(0);
        return room.isPresent() && room.getAsLong() <= chunk;
    }

    private Repository target() {
        return run.target();
    }

    private void writePendingRecord() throws IOException {
        BackupContent soFar = new BackupContent(chunks.beginning(), pipes, chunkPipes, Optional.empty());
        BackupEntry entry = entry(step.base().map(SnapshotRef::of), soFar, Optional.empty());
        recordSize = new PendingRecords(target()).write(new BackupRecord(step.dataset(), entry, List.of()));
        unrecorded = 0;
    }

    private BackupEntry entry(Optional<SnapshotRef> base, BackupContent content, Optional<BackupRun.Parent> parent) {
        BackupDetails details = new BackupDetails(
                step.snapshot().created(),
                run.birth(step.snapshot()),
                parent.flatMap(found -> found.entry().id()),
                parent.flatMap(BackupRun.Parent::dataset),
                step.isNewClone(),
                step.recursive(),
                Optional.of(step.format()),
                estimate,
                Map.of());
        return new BackupEntry(Optional.of(id), SnapshotRef.of(step.snapshot()), base, content, details);
    }
}
