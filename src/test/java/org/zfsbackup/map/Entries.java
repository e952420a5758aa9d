package org.zfsbackup.map;

import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.Digest;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Snapshot;

/** Entries and snapshots as tests need them: snapshot number n is {@code @sn}, with GUID 1000+n, made at second n. */
public final class Entries {
    public static final DatasetName HOME = new DatasetName("tank/home");

    private Entries() {}

    public static Snapshot snapshot(int number) {
        return snapshot("s" + number, 1000 + number, number);
    }

    public static Snapshot snapshot(String name, long guid, long second) {
        return new Snapshot(HOME.at(name), new Guid(guid), Instant.ofEpochSecond(second));
    }

    public static BackupEntry full(int number) {
        return entry(Optional.of("id" + number), point(number), Optional.empty(), number);
    }

    public static BackupEntry on(int base, int number) {
        return entry(Optional.of("id" + number), point(number), Optional.of(point(base)), number);
    }

    /** As the original wrote it: no GUID anywhere. */
    public static BackupEntry originalFull(int number) {
        return entry(Optional.empty(), named("s" + number), Optional.empty(), number);
    }

    public static BackupEntry originalOn(int base, int number) {
        return entry(Optional.empty(), named("s" + number), Optional.of(named("s" + base)), number);
    }

    public static BackupEntry entry(Optional<String> id, Point snapshot, Optional<Point> parent, long second) {
        String path = "host1/chunks/" + id.orElse("tmp" + snapshot.name()) + ".000001";
        Optional<Digest> digest = id.map(text -> digest(text));
        return new BackupEntry(
                id,
                snapshot,
                parent,
                new Content(List.of(new Chunk(path, digest, digest)), List.of(), List.of(), digest),
                details(second, false));
    }

    public static BackupEntry recursive(BackupEntry entry) {
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                entry.content(),
                details(entry.created().getEpochSecond(), true));
    }

    public static BackupEntry withId(BackupEntry entry, String id) {
        return new BackupEntry(Optional.of(id), entry.snapshot(), entry.parent(), entry.content(), entry.details());
    }

    public static BackupEntry withChunks(BackupEntry entry, String... paths) {
        List<Chunk> chunks = List.of(paths).stream()
                .map(path -> new Chunk(path, Optional.of(digest(path)), Optional.of(digest(path))))
                .toList();
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                new Content(chunks, List.of(), List.of(), entry.content().plain()),
                entry.details());
    }

    public static BackupEntry withPipes(BackupEntry entry, List<PipeSpec> pipes, List<PipeSpec> chunkPipes) {
        Content content = entry.content();
        return new BackupEntry(
                entry.id(),
                entry.snapshot(),
                entry.parent(),
                new Content(content.chunks(), pipes, chunkPipes, content.plain()),
                entry.details());
    }

    public static Point point(int number) {
        return Point.of(snapshot(number));
    }

    public static Point named(String name) {
        return new Point(name, Optional.empty());
    }

    public static Details details(long second, boolean recursive) {
        return new Details(Instant.ofEpochSecond(second), recursive, OptionalLong.empty(), Map.of());
    }

    public static Digest digest(String text) {
        return digest(text.getBytes(StandardCharsets.UTF_8));
    }

    public static Digest digest(byte[] bytes) {
        try {
            return new Digest(
                    bytes.length,
                    HexFormat.of()
                            .formatHex(MessageDigest.getInstance("SHA-256").digest(bytes)));
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }
}
