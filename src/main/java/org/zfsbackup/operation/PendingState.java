package org.zfsbackup.operation;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Leftovers;
import org.zfsbackup.repository.PendingRecords;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupDetails;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.stream.Digest;

/** What is stored of a backup that has no record yet, and its pending record at the target. Safe for several threads. */
final class PendingState {
    /** Up to this size, in bytes, the pending record is written after every chunk. */
    private static final int SMALL_RECORD = 64 * 1024;

    private static final int RECORD_SHARE = 100;

    /**
     * The stream that is backed up.
     *
     * @param id the ID of the backup
     * @param step what is sent
     * @param estimate its size in bytes, as ZFS estimates it
     */
    record Sent(String id, SendStep step, OptionalLong estimate) {}

    private final BackupRun run;
    private final Sent sent;
    private final PendingChunks chunks;
    private List<PipeSpec> pipes;
    private List<PipeSpec> chunkPipes;
    private int recordSize;
    private long unrecorded;
    private boolean over;

    /** @param earlier the chunks that interrupted runs have stored, and their pipes */
    PendingState(BackupRun run, Sent sent, BackupContent earlier) {
        this.run = run;
        this.sent = sent;
        this.chunks = new PendingChunks(earlier.chunks());
        this.pipes = earlier.pipes();
        this.chunkPipes = earlier.chunkPipes();
    }

    BackupRun run() {
        return run;
    }

    Sent sent() {
        return sent;
    }

    SendStep step() {
        return sent.step();
    }

    Repository target() {
        return run.target();
    }

    /** The name of the snapshot, for messages. */
    String snapshot() {
        return sent.step().snapshot().name().toString();
    }

    synchronized Optional<Digest> unconfirmed(int number) {
        return chunks.unconfirmed(number);
    }

    synchronized void confirm(int number) {
        chunks.confirm(number);
    }

    synchronized Optional<Chunk> lastConfirmed() {
        return chunks.lastConfirmed();
    }

    synchronized List<Chunk> beginning() {
        return chunks.beginning();
    }

    synchronized List<Chunk> complete() {
        return chunks.complete();
    }

    synchronized boolean hasPipes(List<PipeSpec> ofStream, List<PipeSpec> ofChunk) {
        return pipes.equals(ofStream) && chunkPipes.equals(ofChunk);
    }

    synchronized void pipes(List<PipeSpec> ofStream, List<PipeSpec> ofChunk) {
        pipes = ofStream;
        chunkPipes = ofChunk;
    }

    /** Whether the backup was committed or abandoned. */
    synchronized boolean isOver() {
        return over;
    }

    /** No chunk is added from now on. Returns whether that was so already. */
    synchronized boolean end() {
        boolean before = over;
        over = true;
        return before;
    }

    /** A long list is not written after every chunk, but when the chunks since then are a hundred times as large. */
    synchronized void add(int number, Chunk chunk) throws IOException {
        if (over) {
            throw new IOException("the backup of " + snapshot() + " was abandoned");
        }
        chunks.add(number, chunk);
        unrecorded += chunk.stored().map(Digest::size).orElse(0L);
        if (recordSize <= SMALL_RECORD || unrecorded / RECORD_SHARE >= recordSize) {
            write();
        }
    }

    /** Drops the chunks from this number on, here and at the target; those before it must be confirmed again. */
    synchronized void drop(int from) throws IOException {
        List<String> dropped = chunks.dropFrom(from).stream().map(Chunk::path).toList();
        write();
        new Leftovers(target()).removeChunks(dropped, run.present().chunkPaths());
    }

    /** Writes the pending record. */
    synchronized void write() throws IOException {
        BackupContent soFar = new BackupContent(chunks.beginning(), pipes, chunkPipes, Optional.empty());
        BackupEntry entry = entry(step().base().map(SnapshotRef::of), soFar, Optional.empty());
        recordSize = new PendingRecords(target()).write(new BackupRecord(step().dataset(), entry, List.of()));
        unrecorded = 0;
    }

    /** Returns the entry of the backup with this content. */
    BackupEntry entry(Optional<SnapshotRef> base, BackupContent content, Optional<BackupRun.Parent> parent) {
        SendStep step = step();
        BackupDetails details = new BackupDetails(
                step.snapshot().created(),
                run.birth(step.snapshot()),
                parent.flatMap(found -> found.entry().id()),
                parent.flatMap(BackupRun.Parent::dataset),
                step.isNewClone(),
                step.recursive(),
                Optional.of(step.format()),
                sent.estimate(),
                Map.of());
        return new BackupEntry(Optional.of(sent.id()), SnapshotRef.of(step.snapshot()), base, content, details);
    }
}
