package org.zfsbackup.repository.map;

import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.stream.Digest;

/**
 * Where the bytes of one backup are, and what was done to them.
 *
 * @param chunks in the order of the stream
 * @param pipes over the whole stream, before it was cut, in the order in which they were applied
 * @param chunkPipes over each chunk, after the cut, in the order in which they were applied
 * @param plain the {@code zfs send} stream itself; nothing where the original wrote the entry
 */
public record BackupContent(
        List<Chunk> chunks, List<PipeSpec> pipes, List<PipeSpec> chunkPipes, Optional<Digest> plain) {
    public BackupContent {
        chunks = List.copyOf(chunks);
        pipes = List.copyOf(pipes);
        chunkPipes = List.copyOf(chunkPipes);
    }

    /** Both kinds of pipes: what the bytes have gone through before they were stored. */
    public List<PipeSpec> allPipes() {
        return Stream.concat(pipes.stream(), chunkPipes.stream()).toList();
    }

    /** The bytes of all chunks as they are stored; 0 for what the original wrote, whose map does not say. */
    public long storedSize() {
        return chunks.stream()
                .map(Chunk::stored)
                .flatMap(Optional::stream)
                .mapToLong(Digest::size)
                .sum();
    }

    /** Where the chunks are, in the order of the stream. */
    public List<String> paths() {
        return chunks.stream().map(Chunk::path).toList();
    }
}
