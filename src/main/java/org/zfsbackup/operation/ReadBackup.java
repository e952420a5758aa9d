package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.LongConsumer;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.ChunkReader;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.pipe.Protection;
import org.zfsbackup.repository.ChunkLookup;
import org.zfsbackup.repository.RecordFiles;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupRecord;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.stream.CountingStream;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.JoinedStream;
import org.zfsbackup.stream.Streams;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.sendstream.CheckedSendStream;
import org.zfsbackup.zfs.sendstream.StreamExpectation;

/**
 * Reads a backup as the send stream that it was: checks the chunks, reverses their pipes, joins them, and checks the
 * stream. Safe for use by several threads, unlike the streams.
 */
public final class ReadBackup {
    private final Repository target;
    private final PipeContext context;
    private final ChunkLookup stored;

    /**
     * @param target the backups
     * @param context decodes them
     */
    public ReadBackup(Repository target, PipeContext context) {
        this.target = target;
        this.stored = new ChunkLookup(target);
        this.context = context;
    }

    /**
     * Opens a backup. Before the first byte, every chunk was found with its size. Each chunk is verified before its
     * first byte is returned, or, if reading is expensive, before its last one. The last records are returned only if
     * the stream is the one that was sent. The caller closes the stream.
     *
     * @param dataset the dataset that was backed up
     * @throws IOException if chunks are missing or keys are not available
     */
    public BackupStream open(DatasetName dataset, BackupEntry entry) throws IOException {
        return open(dataset, entry, this::stored);
    }

    private BackupStream open(DatasetName dataset, BackupEntry entry, ChunkReader.Opener reader) throws IOException {
        BackupContent content = entry.content();
        checkReadable(entry);
        List<Chunk> opened = new ArrayList<>();
        List<JoinedStream.Part> parts = new ArrayList<>();
        for (Chunk chunk : present(entry)) {
            parts.add(() -> {
                opened.add(chunk);
                return plain(chunk, content, reader);
            });
        }
        InputStream plain = Pipes.undo(content.pipes(), new JoinedStream(parts), context);
        String name = "the backup of " + dataset + "@" + entry.snapshot().name();
        boolean open = content.plain().isPresent() && !isOneStoredChunk(content);
        InputStream compared =
                open ? ChunkReader.comparing(plain, name, content.plain().get()) : plain;
        CheckedSendStream checked = new CheckedSendStream(compared, name, expectation(dataset, entry));
        return new BackupStream(checked, failure -> explained(name, entry, opened, failure));
    }

    /**
     * The datasets in the stream of a recursive backup, from its record. If the record does not have them, the
     * stream is read once to find them. Empty for any other backup.
     *
     * @param dataset the dataset that was backed up
     * @throws IOException if the record is damaged or the backup cannot be read
     */
    public List<RecordedDataset> datasets(DatasetName dataset, BackupEntry entry) throws IOException {
        if (!entry.details().recursive()) {
            return List.of();
        }
        List<RecordedDataset> recorded =
                new RecordFiles(target).read(entry).map(BackupRecord::datasets).orElse(List.of());
        if (!recorded.isEmpty()) {
            return recorded;
        }
        try (BackupStream stream = open(dataset, entry)) {
            Streams.drain(stream);
            return stream.datasets().stream()
                    .map(streamed -> RecordedDataset.of(dataset, streamed))
                    .toList();
        }
    }

    /** If so, the stored digest equals the plain digest, so nothing needs to be hashed twice. */
    private static boolean isOneStoredChunk(BackupContent content) {
        return content.pipes().isEmpty()
                && content.chunkPipes().isEmpty()
                && content.chunks().size() == 1
                && content.chunks().get(0).stored().equals(content.plain());
    }

    /** If so, the plain chunk is covered by another comparison, with the plain stream or with the stored chunk. */
    private static boolean isComparedElsewhere(Chunk chunk, BackupContent content) {
        boolean asStream = content.pipes().isEmpty() && chunk.plain().equals(content.plain());
        boolean asStored = content.chunkPipes().isEmpty() && chunk.plain().equals(chunk.stored());
        return asStream || asStored;
    }

    private ChunkReader reader() {
        return new ChunkReader(chunk -> target.store().get(chunk.path()));
    }

    /** Opens the stored bytes, which are compared with their digest before or while they are read. */
    private InputStream stored(Chunk chunk) throws IOException {
        return target.store().isReadExpensive() ? reader().openOnce(chunk) : reader().open(chunk);
    }

    private InputStream plain(Chunk chunk, BackupContent content, ChunkReader.Opener reader) throws IOException {
        InputStream plain = Pipes.undo(content.chunkPipes(), reader.open(chunk), context);
        return chunk.plain().isPresent() && !isComparedElsewhere(chunk, content)
                ? ChunkReader.comparing(plain, chunk.path(), chunk.plain().get())
                : plain;
    }

    /** Distinguishes a wrong key from damage: if the stored bytes are intact, the key is wrong. */
    private IOException explained(String name, BackupEntry entry, List<Chunk> opened, IOException failure) {
        return new DecodingFailure(name, protection(entry)).explained(failure, () -> checkStored(List.copyOf(opened)));
    }

    /**
     * Checks that a backup can be read, without reading it.
     *
     * @throws IOException if a chunk is missing or has another size, if a key is missing, or if the backup is not
     *     encrypted although it should be
     */
    public void checkReadable(BackupEntry entry) throws IOException {
        checkPresent(entry);
        Optional<String> lacking = lacking(entry).or(() -> exposed(entry));
        if (lacking.isPresent()) {
            throw new IOException(lacking.get());
        }
    }

    /** How well the backup is protected against readers of the target. */
    public static Protection protection(BackupEntry entry) {
        return Pipes.protection(entry.content().allPipes());
    }

    /** Why the backup is refused because it is not encrypted; empty if it is encrypted or need not be. */
    public Optional<String> exposed(BackupEntry entry) {
        return !context.encryptedOnly() || protection(entry).isEncrypted()
                ? Optional.empty()
                : Optional.of("the backup of @" + entry.snapshot().name() + " is not encrypted, although a key was"
                        + " given: somebody who can write to the target may have put it there. If you"
                        + " know that it was made without encryption, use --allow-unencrypted"
                        + " (allowUnencrypted=true)");
    }

    /** What the user must provide before the backup's pipes can be reversed; empty if nothing is missing. */
    public Optional<String> lacking(BackupEntry entry) {
        return unknownPipe(entry)
                .map(name -> "it was made with the pipe '" + name + "', which is not installed here")
                .or(() -> Pipes.lacking(entry.content().allPipes(), context));
    }

    /** The name of a pipe that is not installed here; empty if all are known. */
    public static Optional<String> unknownPipe(BackupEntry entry) {
        return entry.content().allPipes().stream()
                .map(PipeSpec::name)
                .filter(name -> !Pipes.isKnown(name))
                .findFirst();
    }

    /**
     * Checks that every chunk exists with its size.
     *
     * @throws DamagedChunkException if a chunk has another size
     * @throws IOException also if a chunk is missing
     */
    public void checkPresent(BackupEntry entry) throws IOException {
        for (Chunk chunk : present(entry)) {
            Optional<StoredObject> found = stored.find(chunk.path());
            if (found.isEmpty()) {
                throw new MissingChunkException(chunk.path(), target.store().uri());
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

    /**
     * Reads the stored chunks and compares them with the digests in the map; needs no key.
     *
     * @throws IOException if a chunk is missing or damaged
     */
    public void checkStored(BackupEntry entry) throws IOException {
        checkStored(present(entry));
    }

    private void checkStored(List<Chunk> chunks) throws IOException {
        checkEach(chunks, reader()::check);
    }

    /**
     * Does the same with each chunk, in all cores if reading is not expensive.
     *
     * @throws IOException what it failed with for the first of the chunks
     */
    void checkEach(List<Chunk> chunks, ChunkRound.Task task) throws IOException {
        try (ChunkRound round = new ChunkRound(chunks, threads(), task)) {
            round.await();
        }
    }

    /** A place over a network may allow few connections, and rarely is as fast as one core. */
    private int threads() {
        return target.store().isReadExpensive() ? 1 : Runtime.getRuntime().availableProcessors();
    }

    /**
     * Reads a backup to its end, with all checks of {@link #open}. If reading is not expensive, other threads compare the
     * stored chunks with their digests meanwhile.
     *
     * @param progress gets the number of plain bytes after each read, in the calling thread
     * @throws IOException if it is damaged; a damaged chunk is named rather than what follows from it
     */
    void check(DatasetName dataset, BackupEntry entry, LongConsumer progress) throws IOException {
        if (target.store().isReadExpensive()) {
            drain(open(dataset, entry), progress);
            return;
        }
        try (BackupStream stream = open(dataset, entry, chunk -> target.store().get(chunk.path()));
                ChunkRound hashing = new ChunkRound(present(entry), threads(), reader()::check)) {
            try {
                drain(stream, progress);
            } catch (IOException e) {
                hashing.await();
                throw e;
            }
            hashing.await();
        }
    }

    private static void drain(BackupStream stream, LongConsumer progress) throws IOException {
        try (InputStream counted = new CountingStream(stream, progress)) {
            Streams.drain(counted);
        }
    }

    /**
     * Reads one chunk and compares it with the digests in the map, also the plain bytes if its pipes can be undone here.
     *
     * @throws IOException if it is missing or damaged, or the key is wrong
     */
    void checkChunk(BackupEntry entry, Chunk chunk) throws IOException {
        ChunkReader reader = reader();
        if (chunk.plain().isEmpty() || lacking(entry).isPresent()) {
            reader.check(chunk);
            return;
        }
        try (InputStream plain = ChunkReader.comparing(
                Pipes.undo(entry.content().chunkPipes(), reader.openOnce(chunk), context),
                chunk.path(),
                chunk.plain().get())) {
            Streams.drain(plain);
        } catch (IOException e) {
            reader.check(chunk);
            throw new DecodingFailure(chunk.path(), protection(entry)).explained(e, () -> {});
        }
    }

    /** The original lists an empty last chunk that it never stored, if the stream has filled the one before exactly. */
    private List<Chunk> present(BackupEntry entry) throws IOException {
        List<Chunk> chunks = entry.content().chunks();
        int last = chunks.size() - 1;
        boolean phantom = entry.id().isEmpty()
                && last > 0
                && stored.find(chunks.get(last).path()).isEmpty();
        return phantom ? chunks.subList(0, last) : chunks;
    }

    private static StreamExpectation expectation(DatasetName dataset, BackupEntry entry) {
        Optional<Guid> base = entry.parent().isPresent() ? entry.parent().get().guid() : Optional.of(Guid.NONE);
        return new StreamExpectation(
                entry.snapshot().guid(),
                base,
                Optional.of(dataset + "@" + entry.snapshot().name()));
    }
}
