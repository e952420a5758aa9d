package org.zfsbackup.operation;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.HashSet;
import java.util.List;
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
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnansweredException;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/** A backup whose chunks are being stored and that has no record yet. Safe for use by several threads. */
public final class PendingBackup {
    private static final Logger LOG = LoggerFactory.getLogger(PendingBackup.class);

    private final PendingState state;
    private final StoredBeginning beginning;
    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
    private final BackgroundSync writeback;
    private boolean permitted;

    private PendingBackup(PendingState state) {
        this.state = state;
        this.beginning = new StoredBeginning(state);
        this.writeback = new BackgroundSync(state.target().store());
    }

    /**
     * Begins a backup, or continues it: its pending record is at the target then.
     *
     * @param earlier the chunks that interrupted runs have stored, from the first on, and their pipes; none for a new one
     */
    static PendingBackup begin(BackupRun run, PendingState.Sent sent, BackupContent earlier) throws IOException {
        PendingState state = new PendingState(run, sent, earlier);
        state.write();
        if (!earlier.chunks().isEmpty()) {
            LOG.info(
                    "The backup of {} was interrupted: continuing after {} chunks, if its stream is still the same",
                    state.snapshot(),
                    earlier.chunks().size());
        }
        return new PendingBackup(state);
    }

    /** The ID of the backup. */
    public String id() {
        return state.sent().id();
    }

    /**
     * The name of a chunk, relative to the target's root.
     *
     * @param number from 1
     */
    public String chunkPath(int number) {
        return target().chunk(id(), number);
    }

    /** What interrupted runs have stored of the stream, which need not be stored again. */
    public StoredBeginning beginning() {
        return beginning;
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
        state.run()
                .checkPipes(
                        state.step().dataset(),
                        Stream.concat(streamPipes.stream(), AppliedPipe.specs(pipesOfChunk).stream())
                                .toList());
        beginning.checkPipes(streamPipes, pipesOfChunk);
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
        state.add(number, chunk);
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
        if (state.isOver()) {
            throw new IOException("the backup of " + state.snapshot() + " was abandoned before its commit");
        }
        writeback.finish();
        BackupContent whole =
                new BackupContent(state.complete(), content.pipes(), content.chunkPipes(), content.plain());
        if (whole.chunks().isEmpty()) {
            throw new IOException("the backup of " + state.snapshot() + " has no chunks, or not all of"
                    + " them: put chunk: before backup:commit");
        }
        checkLength(whole);
        run().checkLock();
        for (Chunk chunk : whole.chunks()) {
            makeDurable(chunk);
        }
        BackupEntry entry = record(whole, datasets);
        run().committed(state.step().dataset(), entry);
        removePendingRecord();
        return entry;
    }

    private BackupEntry record(BackupContent whole, List<StreamedDataset> datasets) throws IOException {
        SendStep step = state.step();
        Optional<BackupRun.Parent> parent = run().parent(step);
        BackupEntry entry = state.entry(BackupRun.parentSnapshot(step, parent), whole, parent);
        BackupRecord record = run().record(step.dataset(), entry, datasets);
        run().checkLock();
        try {
            new RecordFiles(target()).create(record);
        } catch (UnansweredException e) {
            // The record may exist or not; the next run finds out. The chunks must not be removed now.
            state.end();
            throw e;
        }
        state.end();
        return entry;
    }

    /** The backup is committed, so this is no failure of it. */
    private void removePendingRecord() {
        try {
            new PendingRecords(target()).delete(id());
        } catch (IOException e) {
            LOG.warn("{} could not be removed, so the next run does it: {}", target().pending(id()), e.getMessage());
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
            throw new IOException("the chunks of " + state.snapshot() + " contain " + cut + " bytes, but " + sent
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
        if (state.end()) {
            return;
        }
        boolean full = isFull();
        List<Chunk> stored = state.beginning();
        Set<String> needed = new HashSet<>(run().present().chunkPaths());
        Leftovers leftovers = new Leftovers(target());
        // What nobody else can have taken over goes first: a full disk has no room to renew the lock.
        leftovers.removeObjects(
                id(),
                Stream.concat(needed.stream(), stored.stream().map(Chunk::path)).collect(Collectors.toSet()));
        run().checkLock();
        if (full || stored.isEmpty()) {
            leftovers.remove(id(), needed);
        } else {
            state.write();
            run().interrupted(state.step());
        }
    }

    /** Whether another chunk might find no room. Then the chunks would stand in the way of other backups. */
    private boolean isFull() throws IOException {
        OptionalLong room = target().store().room();
        long chunk = state.beginning().stream()
                .mapToLong(stored -> stored.stored().map(Digest::size).orElse(0L))
                .max()
                .orElse(0);
        return room.isPresent() && room.getAsLong() <= chunk;
    }

    private BackupRun run() {
        return state.run();
    }

    private Repository target() {
        return state.target();
    }
}
