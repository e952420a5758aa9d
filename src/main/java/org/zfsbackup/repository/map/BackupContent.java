package org.zfsbackup.repository.map;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.stream.Digest;

/**
 * Where the bytes of one backup are, and how they were transformed.
 *
 * @param chunks in the order of the stream
 * @param pipes the pipes over the whole stream before it was cut, in the order in which they were applied
 * @param chunkPipes the pipes over each chunk, in the order in which they were applied
 * @param plain size and hash of the {@code zfs send} stream itself; empty if the original program wrote the entry
 */
public record BackupContent(
        List<Chunk> chunks, List<PipeSpec> pipes, List<PipeSpec> chunkPipes, Optional<Digest> plain) {
    public BackupContent {
        chunks = List.copyOf(chunks);
        pipes = List.copyOf(pipes);
        chunkPipes = List.copyOf(chunkPipes);
    }

    /** Returns both kinds of pipes in the order in which they were applied. */
    public List<PipeSpec> allPipes() {
        return Stream.concat(pipes.stream(), chunkPipes.stream()).toList();
    }

    /** Returns the stored bytes of all chunks; 0 if the original program wrote the entry, whose map does not say. */
    public long storedSize() {
        return chunks.stream()
                .map(Chunk::stored)
                .flatMap(Optional::stream)
                .mapToLong(Digest::size)
                .sum();
    }

    /** Returns the paths of the chunks below the store's root, in the order of the stream. */
    public List<String> paths() {
        return chunks.stream().map(Chunk::path).toList();
    }
}
