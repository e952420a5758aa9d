package org.zfsbackup.operation;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.ConcurrentHashMap;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.SmallDocuments;
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

    private final BackupRun run;
    private final String id;
    private final SendStep step;
    private final OptionalLong estimate;
    private final TreeMap<Integer, Chunk> chunks = new TreeMap<>();
    private final Set<Integer> begun = ConcurrentHashMap.newKeySet();
    private final BackgroundSync writeback;
    private boolean over;

    private PendingBackup(BackupRun run, String id, SendStep step, OptionalLong estimate) {
        this.run = run;
        this.id = id;
        this.step = step;
        this.estimate = estimate;
        this.writeback = new BackgroundSync(run.target().store());
    }

    static PendingBackup begin(BackupRun run, String id, SendStep step, OptionalLong estimate) throws IOException {
        PendingBackup pending = new PendingBackup(run, id, step, estimate);
        pending.writePendingRecord();
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
     * Must be called before the first byte of a chunk is stored.
     *
     * @param pipes those of the stream and of the chunk
     * @throws IOException if the backup would be protected less than the one before it
     */
    public void checkPipes(List<PipeSpec> pipes) throws IOException {
        run.checkPipes(step.dataset(), pipes);
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

    private synchronized void add(int number, Chunk chunk) throws IOException {
        chunks.put(number, chunk);
        writePendingRecord();
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
        BackupContent whole = new BackupContent(
                chunks.values().stream().toList(), content.pipes(), content.chunkPipes(), content.plain());
        if (whole.chunks().isEmpty() || chunks.lastKey() != chunks.size()) {
            throw new IOException("the backup of " + step.snapshot().name() + " has no chunks, or not all of"
                    + " them: put chunk: before backup:commit");
        }
        checkLength(whole);
        run.checkLock();
        for (Chunk chunk : whole.chunks()) {
            makeDurable(chunk);
        }
        Optional<BackupRun.Parent> parent = run.parent(step);
        BackupEntry entry = new BackupEntry(
                Optional.of(id),
                SnapshotRef.of(step.snapshot()),
                BackupRun.parentSnapshot(step, parent),
                whole,
                new BackupDetails(
                        step.snapshot().created(),
                        run.birth(step.snapshot()),
                        parent.flatMap(found -> found.entry().id()),
                        parent.flatMap(BackupRun.Parent::dataset),
                        step.isNewClone(),
                        step.recursive(),
                        Optional.of(step.format()),
                        estimate,
                        Map.of()));
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
            target().store().delete(target().pending(id));
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
     * Removes what was stored, unless the backup has its record after all. Does nothing after a commit.
     *
     * @throws IOException if the target fails
     */
    public synchronized void abandon() throws IOException {
        writeback.close();
        if (!over) {
            over = true;
            Leftovers.remove(target(), run.present(), id);
        }
    }

    private Repository target() {
        return run.target();
    }

    private void writePendingRecord() throws IOException {
        ObjectNode document = SmallDocuments.empty()
                .put("id", id)
                .put("dataset", step.dataset().value())
                .put("snapshot", step.snapshot().name().name())
                .put("guid", step.snapshot().guid().toString());
        ArrayNode list = document.putArray("chunks");
        for (Chunk chunk : chunks.values()) {
            ObjectNode node = list.addObject().put("path", chunk.path());
            chunk.stored().ifPresent(digest -> node.put("size", digest.size()).put("sha256", digest.sha256()));
        }
        target().write(target().pending(id), SmallDocuments.write(document));
    }
}
