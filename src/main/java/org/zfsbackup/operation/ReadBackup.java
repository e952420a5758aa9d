package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.ChunkReader;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.chunk.Digest;
import org.zfsbackup.chunk.JoinedStream;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.Content;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.StoredObject;
import org.zfsbackup.zfs.CheckedSendStream;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.StreamExpectation;

/** A backup as the send stream that it was: its chunks checked, its pipes undone, joined, and checked as a stream. */
public final class ReadBackup {
    private final BackupTarget target;
    private final PipeContext context;
    private final StoredChunks stored;

    public ReadBackup(BackupTarget target, PipeContext context) {
        this.target = target;
        this.stored = new StoredChunks(target);
        this.context = context;
    }

    /**
     * Opens a backup. Every chunk is there with its size before the first byte, and whole and unchanged before its own
     * first byte, or, where reading is dear, before its last one; the end is given only where the stream is the one that
     * was sent. The caller closes it.
     */
    public InputStream open(BackupEntry entry) throws IOException {
        Content content = entry.content();
        checkReadable(entry);
        ChunkReader reader = new ChunkReader(chunk -> target.store().get(chunk.path()));
        List<JoinedStream.Part> parts = new ArrayList<>();
        for (Chunk chunk : present(entry)) {
            parts.add(() -> plain(chunk, content, reader));
        }
        InputStream plain = Pipes.undo(content.pipes(), new JoinedStream(parts), context);
        String name = "the backup of @" + entry.snapshot().name();
        boolean open = content.plain().isPresent() && !isOneStoredChunk(content);
        InputStream compared =
                open ? ChunkReader.comparing(plain, name, content.plain().get()) : plain;
        return new CheckedSendStream(compared, name, expectation(entry));
    }

    /** Then the comparison with the chunk as it is stored is that with the plain stream as well. */
    private static boolean isOneStoredChunk(Content content) {
        return content.pipes().isEmpty()
                && content.chunkPipes().isEmpty()
                && content.chunks().size() == 1
                && content.chunks().get(0).stored().equals(content.plain());
    }

    /** Then the comparison with the plain stream, or with the chunk as it is stored, is that with the plain chunk as well. */
    private static boolean isComparedElsewhere(Chunk chunk, Content content) {
        boolean asStream = content.pipes().isEmpty() && chunk.plain().equals(content.plain());
        boolean asStored = content.chunkPipes().isEmpty() && chunk.plain().equals(chunk.stored());
        return asStream || asStored;
    }

    private InputStream undone(Chunk chunk, Content content, ChunkReader reader) throws IOException {
        InputStream in = target.store().isDearToRead() ? reader.openOnce(chunk) : reader.open(chunk);
        return Pipes.undo(content.chunkPipes(), in, context);
    }

    private InputStream plain(Chunk chunk, Content content, ChunkReader reader) throws IOException {
        InputStream plain = undone(chunk, content, reader);
        return chunk.plain().isPresent() && !isComparedElsewhere(chunk, content)
                ? ChunkReader.comparing(plain, chunk.path(), chunk.plain().get())
                : plain;
    }

    /** @throws IOException where a chunk is missing or has another size, or a key is not at hand */
    public void checkReadable(BackupEntry entry) throws IOException {
        checkPresent(entry);
        Optional<String> lacking = lacking(entry);
        if (lacking.isPresent()) {
            throw new IOException(lacking.get());
        }
    }

    /** What the user must name before the backup's pipes can be undone; nothing where all is there. */
    public Optional<String> lacking(BackupEntry entry) {
        List<PipeSpec> pipes = new ArrayList<>(entry.content().pipes());
        pipes.addAll(entry.content().chunkPipes());
        return pipes.stream()
                .map(PipeSpec::name)
                .filter(name -> !Pipes.isKnown(name))
                .findFirst()
                .map(name -> "it went through the pipe '" + name + "', which is not installed here")
                .or(() -> Pipes.lacking(pipes, context));
    }

    /** @throws DamagedChunkException where a chunk is missing or has another size */
    public void checkPresent(BackupEntry entry) throws IOException {
        for (Chunk chunk : present(entry)) {
            Optional<StoredObject> found = stored.find(chunk.path());
            if (found.isEmpty()) {
                throw new DamagedChunkException(
                        chunk.path(), "is missing at " + target.store().uri());
            }
            long size = found.get().size();
            if (chunk.stored()
                    .map(Digest::size)
                    .filter(expected -> expected != size)
                    .isPresent()) {
                throw DamagedChunkException.size(
                        chunk.path(), chunk.stored().get().size(), size);
            }
        }
    }

    /** Reads the chunks as they are stored, and compares them with what the map says; needs no key. */
    public void checkStored(BackupEntry entry) throws IOException {
        ChunkReader reader = new ChunkReader(chunk -> target.store().get(chunk.path()));
        for (Chunk chunk : present(entry)) {
            reader.check(chunk);
        }
    }

    /** The original names an empty last chunk that it never stored, where the stream filled the one before exactly. */
    private List<Chunk> present(BackupEntry entry) throws IOException {
        List<Chunk> chunks = entry.content().chunks();
        int last = chunks.size() - 1;
        boolean phantom = entry.id().isEmpty()
                && last > 0
                && stored.find(chunks.get(last).path()).isEmpty();
        return phantom ? chunks.subList(0, last) : chunks;
    }

    private static StreamExpectation expectation(BackupEntry entry) {
        Optional<Guid> base = entry.parent().isPresent() ? entry.parent().get().guid() : Optional.of(Guid.NONE);
        return new StreamExpectation(entry.snapshot().guid(), base);
    }
}
