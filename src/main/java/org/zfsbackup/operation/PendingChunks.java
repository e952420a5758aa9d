package org.zfsbackup.operation;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.TreeMap;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.stream.Digest;

/**
 * The chunks of a pending backup by their numbers, which count from 1: those that this run has stored, and those of
 * interrupted runs, which the stream must confirm before they belong to the backup. For one thread at a time.
 */
final class PendingChunks {
    private final TreeMap<Integer, Chunk> own = new TreeMap<>();
    private final TreeMap<Integer, Chunk> unconfirmed = new TreeMap<>();
    private int confirmed;

    /** @param earlier the chunks that interrupted runs have stored, from the beginning of the stream */
    PendingChunks(List<Chunk> earlier) {
        offer(earlier);
    }

    private void offer(List<Chunk> chunks) {
        for (Chunk chunk : chunks) {
            unconfirmed.put(unconfirmed.size() + 1, chunk);
        }
    }

    /** Returns the size and hash that the plain bytes of a chunk of an interrupted run must have. */
    Optional<Digest> unconfirmed(int number) {
        return Optional.ofNullable(unconfirmed.get(number)).flatMap(Chunk::plain);
    }

    /** The stream has the same bytes as this chunk. */
    void confirm(int number) {
        own.put(number, unconfirmed.remove(number));
        confirmed = number;
    }

    /** Returns the last chunk of an interrupted run that was confirmed. */
    Optional<Chunk> lastConfirmed() {
        return Optional.ofNullable(own.get(confirmed));
    }

    void add(int number, Chunk chunk) {
        own.put(number, chunk);
    }

    /** Drops the chunks from this number on; those before it must be confirmed again. Returns what was dropped. */
    List<Chunk> dropFrom(int number) {
        List<Chunk> all = beginning();
        List<Chunk> dropped = new ArrayList<>(all.subList(Math.min(number - 1, all.size()), all.size()));
        own.clear();
        unconfirmed.clear();
        confirmed = 0;
        offer(all.subList(0, all.size() - dropped.size()));
        return dropped;
    }

    /** Returns the chunks of the backup; none if one of them is missing. */
    List<Chunk> complete() {
        return own.isEmpty() || own.lastKey() != own.size() || !unconfirmed.isEmpty()
                ? List.of()
                : List.copyOf(own.values());
    }

    /** Returns the chunks from the first on that follow each other without a gap, confirmed or not. */
    List<Chunk> beginning() {
        List<Chunk> chunks = new ArrayList<>();
        for (int number = 1; own.containsKey(number) || unconfirmed.containsKey(number); number++) {
            chunks.add(own.getOrDefault(number, unconfirmed.get(number)));
        }
        return chunks;
    }
}
