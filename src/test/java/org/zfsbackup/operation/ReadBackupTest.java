package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.zip.GZIPOutputStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.sendstream.DamagedStreamException;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

@Timeout(300)
class ReadBackupTest {
    private final Path directory;
    /** Two record heads: they come only when all is known to be right. */
    private static final int WITHHELD = 2 * 312;

    private final Shelf shelf;
    private final Repository target;

    ReadBackupTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    private byte[] read(BackupEntry entry) throws IOException {
        return read(entry, PipeContext.plain());
    }

    private byte[] read(BackupEntry entry, PipeContext context) throws IOException {
        return read(target, entry, context);
    }

    private static byte[] read(Repository where, BackupEntry entry, PipeContext context) throws IOException {
        return read(where, BackupEntries.HOME, entry, context);
    }

    private byte[] readMini(BackupEntry entry, PipeContext context) throws IOException {
        return read(target, new DatasetName(OriginalMini.DATASET), entry, context);
    }

    private static byte[] read(Repository where, DatasetName dataset, BackupEntry entry, PipeContext context)
            throws IOException {
        try (InputStream in = new ReadBackup(where, context).open(dataset, entry)) {
            return in.readAllBytes();
        }
    }

    private static BackupEntry with(BackupEntry entry, BackupContent content) {
        return new BackupEntry(entry.id(), entry.snapshot(), entry.parent(), content, entry.details());
    }

    @Test
    void aBackupIsReadAsItWasSent() throws IOException {
        assertThat(read(shelf.chunks(1, 0))).isEqualTo(Shelf.stream(1, 0));
        assertThat(read(shelf.chunks(2, 1))).isEqualTo(Shelf.stream(2, 1));
    }

    @Test
    void pipesBehindTheCutAreUndoneInEachChunk() throws IOException {
        BackupEntry plain = shelf.chunks(1, 0);
        List<Chunk> chunks = plain.content().chunks().stream()
                .map(chunk -> {
                    try {
                        byte[] gzipped = gzip(shelf.get(chunk.path()));
                        target.write(chunk.path(), gzipped);
                        return new Chunk(chunk.path(), Optional.of(BackupEntries.digest(gzipped)), chunk.plain());
                    } catch (IOException e) {
                        throw new IllegalStateException(e);
                    }
                })
                .toList();
        BackupEntry entry = with(
                plain,
                new BackupContent(
                        chunks,
                        List.of(),
                        List.of(PipeSpec.of("gzip")),
                        plain.content().plain()));

        assertThat(read(entry)).isEqualTo(Shelf.stream(1, 0));
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(out)) {
            gzip.write(bytes);
        }
        return out.toByteArray();
    }

    @ParameterizedTest
    @CsvSource({
        "0, missing",
        "1, missing",
        "2, missing",
        "0, short",
        "1, short",
        "2, short",
        "0, long",
        "1, long",
        "2, long"
    })
    void aChunkThatIsNotThereWholeIsFoundBeforeTheFirstByte(int number, String how) throws IOException {
        BackupEntry entry = shelf.chunks(1, 0);
        String path = entry.content().paths().get(number);
        byte[] stored = shelf.get(path);
        switch (how) {
            case "missing" -> target.store().delete(path);
            case "short" -> target.write(path, Arrays.copyOf(stored, stored.length - 1));
            default -> target.write(path, Arrays.copyOf(stored, stored.length + 1));
        }

        assertThatIOException()
                .isThrownBy(() -> new ReadBackup(target, PipeContext.plain())
                        .open(BackupEntries.HOME, entry)
                        .close())
                .withMessageContaining("chunk " + path);
    }

    @Test
    void aFlippedBitIsFoundBeforeItsChunkIsGiven() throws IOException {
        BackupEntry entry = shelf.chunks(1, 0);
        for (String path : entry.content().paths()) {
            byte[] stored = shelf.get(path);
            byte[] flipped = stored.clone();
            flipped[stored.length / 2] ^= 4;
            target.write(path, flipped);
            int before = Math.max(0, entry.content().paths().indexOf(path) * Shelf.CHUNK - WITHHELD);

            try (InputStream in = new ReadBackup(target, PipeContext.plain()).open(BackupEntries.HOME, entry)) {
                assertThat(in.readNBytes(new byte[before], 0, before)).isEqualTo(before);
                assertThatExceptionOfType(DamagedChunkException.class)
                        .isThrownBy(in::read)
                        .withMessageContaining(path)
                        .withMessageContaining("SHA-256 differs");
            }
            target.write(path, stored);
        }
        assertThat(read(entry)).isEqualTo(Shelf.stream(1, 0));
    }

    /** The one digest stands for the chunk and for the stream; another stream of the same snapshot does not do. */
    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aBackupInOneChunkIsComparedToo(boolean dear) throws IOException {
        byte[] stream = Shelf.stream(1, 0);
        BackupEntry entry = inOneChunk(stream, stream);
        Repository where = dear ? new Repository(new Dear(), "host1") : target;
        String path = entry.content().paths().get(0);

        assertThat(read(where, entry, PipeContext.plain())).isEqualTo(stream);
        target.write(path, SyntheticStream.bytes("tank/home@s1", 25_000, 9, 1001, 0));
        assertThatExceptionOfType(DamagedChunkException.class)
                .isThrownBy(() -> read(where, entry, PipeContext.plain()))
                .withMessageContaining(path)
                .withMessageContaining("SHA-256 differs");
    }

    @ParameterizedTest
    @ValueSource(booleans = {false, true})
    void aChunkThatIsWholeAndNotTheStreamIsAnError(boolean dear) throws IOException {
        BackupEntry entry = inOneChunk(Shelf.stream(1, 0), SyntheticStream.bytes("tank/home@s1", 25_000, 9, 1001, 0));
        Repository where = dear ? new Repository(new Dear(), "host1") : target;

        assertThatExceptionOfType(DamagedChunkException.class)
                .isThrownBy(() -> read(where, entry, PipeContext.plain()))
                .withMessageContaining("SHA-256 differs");
    }

    private BackupEntry inOneChunk(byte[] stored, byte[] stream) throws IOException {
        BackupEntry entry = shelf.chunks(1, 0);
        String path = entry.content().paths().get(0);
        target.write(path, stored);
        Optional<Digest> digest = Optional.of(BackupEntries.digest(stored));
        return with(
                entry,
                new BackupContent(
                        List.of(new Chunk(path, digest, digest)),
                        List.of(),
                        List.of(),
                        Optional.of(BackupEntries.digest(stream))));
    }

    private final class Dear extends DelegatingStore {
        Dear() {
            super(target.store());
        }

        @Override
        public boolean isReadExpensive() {
            return true;
        }
    }

    @Test
    void chunksInTheWrongOrderAreAnError() throws IOException {
        BackupEntry entry = shelf.chunks(1, 0);
        List<Chunk> chunks = entry.content().chunks();
        BackupContent swapped = new BackupContent(
                List.of(chunks.get(1), chunks.get(0), chunks.get(2)),
                List.of(),
                List.of(),
                entry.content().plain());

        assertThatIOException().isThrownBy(() -> read(with(entry, swapped)));
    }

    @Test
    void aChunkThatTheMapForgotIsAnError() throws IOException {
        BackupEntry entry = shelf.chunks(1, 0);
        BackupContent shorter = new BackupContent(
                entry.content().chunks().subList(0, 2),
                List.of(),
                List.of(),
                entry.content().plain());

        assertThatIOException().isThrownBy(() -> read(with(entry, shorter)));
    }

    @Test
    void aStreamOfAnotherSnapshotIsAnError() throws IOException {
        byte[] other = SyntheticStream.bytes(BackupEntries.HOME + "@s1", 25_000, 5, 1005, 0);
        BackupEntry entry = shelf.chunks(1, 0, other);
        BackupEntry otherBase = shelf.chunks(3, 2, Shelf.stream(3, 1));
        BackupEntry otherName = shelf.chunks(4, 0, SyntheticStream.bytes("tank/away@s4", 25_000, 4, 1004, 0));

        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> read(entry))
                .withMessageContaining("it holds snapshot 1005 and not 1001");
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> read(otherBase))
                .withMessageContaining("its base is 1001 and not 1002");
        assertThatExceptionOfType(DamagedStreamException.class)
                .isThrownBy(() -> read(otherName))
                .withMessageContaining("it is a stream of tank/away@s4 and not of tank/home@s4");
    }

    @Test
    void theOriginalsBackupsAreReadBitForBit() throws IOException {
        OriginalMini.copyTo(directory);
        PipeContext context = PipeContext.plain().withPassword(OriginalMini.password());
        List<String> sums = List.of(
                "0191c14b1aa7b7efb4f1fa7fe7dd6ce1c63af300043a23befc807d5764c59f36",
                "bf924b09cb101de5154f3cbaa2ff395aa2bdaf540dd13579d93616f814d88792",
                "d15b3065864fe349acf9d116e8aebdb5b6417b0f8b44c5c19de67c12bf1c7e51",
                "067b20905ed65c7da1bab9d6b2a299824ace083d020929fee4e92022db9bfd09");
        List<BackupEntry> entries = new BackupIndex(target).load().of(new DatasetName(OriginalMini.DATASET));

        assertThat(entries).hasSize(4);
        for (int i = 0; i < entries.size(); i++) {
            assertThat(BackupEntries.digest(readMini(entries.get(i), context)).sha256())
                    .isEqualTo(sums.get(i));
        }
        assertThatIOException()
                .isThrownBy(() -> readMini(entries.get(2), PipeContext.plain()))
                .withMessageContaining("--password-file");
    }

    @Test
    void theOriginalsLostLastChunkIsNotTakenForAnEmptyOne() throws IOException {
        OriginalMini.copyTo(directory);
        PipeContext context = PipeContext.plain().withPassword(OriginalMini.password());

        for (BackupEntry entry : new BackupIndex(target).load().of(new DatasetName(OriginalMini.DATASET))) {
            target.store().delete(entry.content().paths().get(1));
            assertThatIOException().isThrownBy(() -> readMini(entry, context));
        }
    }

    @Test
    void anEmptyLastChunkThatTheOriginalNeverStoredIsNotMissed() throws IOException {
        OriginalMini.copyTo(directory);
        BackupEntry m1 = new BackupIndex(target)
                .load()
                .of(new DatasetName(OriginalMini.DATASET))
                .get(0);
        List<Chunk> chunks = new ArrayList<>(m1.content().chunks());
        chunks.add(new Chunk("host1/chunks/phantom", Optional.empty(), Optional.empty()));

        BackupEntry phantom = with(m1, new BackupContent(chunks, List.of(), List.of(), Optional.empty()));

        assertThat(readMini(phantom, PipeContext.plain())).isEqualTo(OriginalMini.m1());
    }

    @Test
    void unknownPipe_isNamedAndNeverCalledGood() throws IOException {
        shelf.backup(1, 0);
        BackupEntry strange =
                BackupEntries.withPipes(shelf.chunks(2, 1), List.of(PipeSpec.of("not-installed")), List.of());
        shelf.commit(strange);

        assertThatIOException().isThrownBy(() -> read(strange)).withMessageContaining("'not-installed'");
        VerifyReport report = new VerifyBackups(target, PipeContext.plain(), Thawing.DEFAULT).verify(Optional.empty());
        assertThat(report.results())
                .extracting(VerifyReport.Result::state)
                .containsExactly(VerifyReport.State.GOOD, VerifyReport.State.UNKNOWN_PIPE);
        assertThat(report.isGood()).isFalse();
    }
}
