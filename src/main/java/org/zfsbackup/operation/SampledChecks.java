package org.zfsbackup.operation;

import java.io.IOException;
import java.util.List;
import java.util.NavigableMap;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.LongConsumer;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.StoredChunks;
import org.zfsbackup.repository.VerifyProgress;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.stream.Digest;

/** Checks backups from one listing of the chunks, and reads a part of them. For one thread and one verification. */
final class SampledChecks {
    private final Repository target;
    private final ReadBackup reader;
    private final LongConsumer progress;
    private final StoredChunks stored;
    private final List<String> order;
    private final Set<String> sample;

    SampledChecks(
            Repository target, ReadBackup reader, LongConsumer progress, VerifyDepth depth, List<BackupEntry> entries)
            throws IOException {
        this.target = target;
        this.reader = reader;
        this.progress = progress;
        this.stored = new StoredChunks(target);
        NavigableMap<String, Long> sizes = new TreeMap<>();
        for (BackupEntry entry : entries) {
            for (Chunk chunk : entry.content().chunks()) {
                chunk.stored().ifPresent(digest -> sizes.put(chunk.path(), digest.size()));
            }
        }
        long all = sizes.values().stream().mapToLong(Long::longValue).sum();
        long budget = depth.budget(all);
        this.order = budget > 0 ? DataSample.choose(sizes, new VerifyProgress(target).last(), budget) : List.of();
        this.sample = Set.copyOf(order);
    }

    /** Returns the backups with only those chunks that are read. */
    List<BackupEntry> sampled(List<BackupEntry> entries) {
        return entries.stream()
                .map(entry -> new BackupEntry(
                        entry.id(),
                        entry.snapshot(),
                        entry.parent(),
                        new BackupContent(
                                chosen(entry),
                                entry.content().pipes(),
                                entry.content().chunkPipes(),
                                entry.content().plain()),
                        entry.details()))
                .filter(entry -> !entry.content().chunks().isEmpty())
                .toList();
    }

    private List<Chunk> chosen(BackupEntry entry) {
        return entry.content().chunks().stream()
                .filter(chunk -> sample.contains(chunk.path()))
                .toList();
    }

    /**
     * Checks that all chunks are there with their sizes.
     *
     * @throws MissingChunkException if one is missing
     * @throws DamagedChunkException if one has another size
     */
    void checkPresent(BackupEntry entry) throws IOException {
        if (entry.id().isEmpty()) {
            reader.checkPresent(entry);
            return;
        }
        for (Chunk chunk : entry.content().chunks()) {
            Optional<String> problem = stored.problem(chunk);
            if (problem.isPresent() && target.store().stat(chunk.path()).isEmpty()) {
                throw new MissingChunkException(chunk.path(), target.store().uri());
            }
            if (problem.isPresent()) {
                throw new DamagedChunkException(chunk.path(), problem.get());
            }
        }
    }

    /**
     * Reads the chosen chunks of a backup.
     *
     * @return what was read, for people
     * @throws IOException if one is damaged
     */
    String read(BackupEntry entry) throws IOException {
        List<Chunk> chosen = chosen(entry);
        reader.checkEach(chosen, chunk -> {
            reader.checkChunk(entry, chunk);
            progress.accept(chunk.stored().map(Digest::size).orElse(0L));
        });
        int all = entry.content().chunks().size();
        return (chosen.isEmpty() ? "none" : Integer.toString(chosen.size())) + " of " + all
                + (all == 1 ? " chunk was read" : " chunks were read");
    }

    /** Notes where the next verification begins. */
    void finish() throws IOException {
        if (order.isEmpty()) {
            return;
        }
        try {
            new VerifyProgress(target).note(order.get(order.size() - 1));
        } catch (IOException e) {
            throw new IOException(
                    "the chunks were read, but the place could not be noted in " + target.verifyProgress() + " at "
                            + target.store().uri() + ", so the next run would read the same ones: " + e.getMessage(),
                    e);
        }
    }
}
