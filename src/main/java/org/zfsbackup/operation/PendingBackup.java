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
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnansweredException;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/** A backup whose chunks are being stored, and which the map does not know yet. Safe for use by several threads. */
public final class PendingBackup {
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
        pending.mark();
        return pending;
    }

    public String id() {
        return id;
    }

    /**
     * The name of a chunk, from the target's root.
     *
     * @param number from 1
     */
    public String chunkPath(int number) {
        return target().chunk(id, number);
    }

    /**
     * To be asked before the first byte of a chunk is stored.
     *
     * @param pipes over the stream and over the chunk
     * @throws IOException if the backup would be protected less than the one before it
     */
    public void checkPipes(List<PipeSpec> pipes) throws IOException {
        run.checkPipes(pipes);
    }

    /** Says that a chunk is about to be stored, so that the target can get ready for it. */
    public void expect(int number) throws IOException {
        target().store().expect(chunkPath(number));
    }

    /** Says that so many more bytes of a chunk were given to the endpoint that stores it. */
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
            throw new UncheckedIOException("the access to " + chunk + " could not be set: " + e.getMessage(), e);
        }
    }

    /**
     * Says that a chunk is stored whole; it is found at the target with its size, and made durable, now: hours later the
     * kernel may have forgotten that it could not be written.
     */
    public void stored(int number, Digest stored, Digest plain) throws IOException {
        Chunk chunk = new Chunk(chunkPath(number), Optional.of(stored), Optional.of(plain));
        writeback.check();
        makeDurable(chunk);
        add(number, chunk);
    }

    private synchronized void add(int number, Chunk chunk) throws IOException {
        chunks.put(number, chunk);
        mark();
    }

    /**
     * Makes the backup part of the map, after every chunk was found at the target with its size and made durable.
     *
     * @param content its pipes and the plain stream's digest; the chunks are those that were {@link #stored}
     * @param datasets what the stream was found to hold
     */
    public synchronized BackupEntry commit(BackupContent content, List<StreamedDataset> datasets) throws IOException {
        if (over) {
            throw new IOException("the backup of " + step.snapshot().name() + " was given up before its commit");
        }
        writeback.finish();
        BackupContent whole = new BackupContent(
                chunks.values().stream().toList(), content.pipes(), content.chunkPipes(), content.plain());
        if (whole.chunks().isEmpty() || chunks.lastKey() != chunks.size()) {
            throw new IOException("the backup of " + step.snapshot().name() + " has no chunks, or not all: "
                    + "a route stores them with chunk: before backup:commit");
        }
        checkLength(whole);
        run.checkLock();
        for (Chunk chunk : whole.chunks()) {
            makeDurable(chunk);
        }
        BackupEntry entry = new BackupEntry(
                Optional.of(id),
                SnapshotRef.of(step.snapshot()),
                step.base().map(SnapshotRef::of),
                whole,
                new BackupDetails(
                        step.snapshot().created(),
                        run.birth(step.snapshot()),
                        run.parentId(step),
                        step.recursive(),
                        estimate,
                        Map.of()));
        List<RecordedDataset> recorded = datasets.stream()
                .map(one -> RecordedDataset.of(run.dataset(), one))
                .toList();
        new RecordFiles(target()).write(new BackupRecord(run.dataset(), entry, recorded));
        run.checkLock();
        try {
            run.commit(entry);
        } catch (UnansweredException e) {
            // Whether it is in the map the next run will see: what is removed now might be named in it.
            over = true;
            throw e;
        }
        target().store().delete(target().pending(id));
        over = true;
        return entry;
    }

    /** Without a pipe before the cut, the chunks hold the stream itself: a step that changed it unseen is noticed here. */
    private void checkLength(BackupContent content) throws IOException {
        long cut = content.chunks().stream()
                .mapToLong(chunk -> chunk.plain().map(Digest::size).orElse(0L))
                .sum();
        long sent = content.plain().map(Digest::size).orElse(-1L);
        if (content.pipes().isEmpty() && cut != sent) {
            throw new IOException("the chunks of " + step.snapshot().name() + " hold " + cut + " bytes, and " + sent
                    + " were sent: a step between zfs: and chunk: changed the stream, and is no pipe:, so that it could"
                    + " not be undone");
        }
    }

    private void makeDurable(Chunk chunk) throws IOException {
        Optional<StoredObject> found = target().store().stat(chunk.path());
        long expected = chunk.stored().map(Digest::size).orElse(-1L);
        if (found.isEmpty()) {
            throw new DamagedChunkException(
                    chunk.path(),
                    "is not at " + target().store().uri()
                            + " although it was stored: the route's last endpoint must store at the route's target");
        }
        if (found.get().size() != expected) {
            throw new DamagedChunkException(
                    chunk.path(), "has " + found.get().size() + " bytes at the target, and " + expected + " were sent");
        }
        target().store().makeDurable(chunk.path());
    }

    /** Removes what was stored, unless the map has it after all. Does nothing after a commit. */
    public synchronized void abandon() throws IOException {
        writeback.close();
        if (!over) {
            over = true;
            Leftovers.remove(target(), run.reload(), id);
        }
    }

    private Repository target() {
        return run.target();
    }

    private void mark() throws IOException {
        ObjectNode document = SmallDocuments.empty()
                .put("id", id)
                .put("dataset", run.dataset().value())
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
