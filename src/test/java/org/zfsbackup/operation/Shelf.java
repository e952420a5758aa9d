package org.zfsbackup.operation;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.chunk.Digest;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.map.Content;
import org.zfsbackup.map.Details;
import org.zfsbackup.map.Entries;
import org.zfsbackup.map.MapJson;
import org.zfsbackup.map.Point;
import org.zfsbackup.target.BackupTarget;
import org.zfsbackup.target.FileStore;
import org.zfsbackup.target.StoredObject;
import org.zfsbackup.zfs.SyntheticStream;

/** A target in a directory with backups made by hand: plain chunks, a record each, and the map. */
final class Shelf {
    static final int CHUNK = 10_000;

    final BackupTarget target;
    private BackupMap map = BackupMap.EMPTY;

    Shelf(Path directory) {
        this(new BackupTarget(new FileStore(directory), "host1"));
    }

    Shelf(BackupTarget target) {
        this.target = target;
    }

    static byte[] stream(int number, int base) {
        return SyntheticStream.bytes(
                Entries.HOME + "@s" + number, 25_000, number, 1000 + number, base == 0 ? 0 : 1000 + base);
    }

    /** Stores the chunks alone; base 0 is that of a full backup. */
    BackupEntry chunks(int number, int base) throws IOException {
        return chunks(number, base, stream(number, base));
    }

    BackupEntry chunks(int number, int base, byte[] stream) throws IOException {
        List<Chunk> chunks = new ArrayList<>();
        for (int from = 0; from < stream.length; from += CHUNK) {
            byte[] part = Arrays.copyOfRange(stream, from, Math.min(stream.length, from + CHUNK));
            String path = target.chunk("id" + number, chunks.size() + 1);
            target.write(path, part);
            Optional<Digest> digest = Optional.of(Entries.digest(part));
            chunks.add(new Chunk(path, digest, digest));
        }
        return new BackupEntry(
                Optional.of("id" + number),
                Entries.point(number),
                base == 0 ? Optional.<Point>empty() : Optional.of(Entries.point(base)),
                new Content(chunks, List.of(), List.of(), Optional.of(Entries.digest(stream))),
                new Details(Instant.ofEpochSecond(number), false, OptionalLong.empty(), Map.of()));
    }

    BackupEntry record(BackupEntry entry) throws IOException {
        target.write(target.backup(entry.id().orElseThrow()), MapJson.write(BackupMap.EMPTY.with(Entries.HOME, entry)));
        return entry;
    }

    /** Stores a backup with all that belongs to it. */
    BackupEntry backup(int number, int base) throws IOException {
        mark("id" + number);
        BackupEntry entry = commit(record(chunks(number, base)));
        target.store().delete(target.pending("id" + number));
        return entry;
    }

    BackupEntry commit(BackupEntry entry) throws IOException {
        BackupMap before = map;
        map = map.with(Entries.HOME, entry);
        new MapStore(target).save(before, map);
        target.write(target.recipe(), Recipe.of(map, target));
        return entry;
    }

    BackupMap map() {
        return map;
    }

    void mark(String id) throws IOException {
        target.write(target.pending(id), new byte[] {'{', '}'});
    }

    void put(String name, byte[] content) throws IOException {
        target.store().put(name, new ByteArrayInputStream(content));
    }

    byte[] get(String name) throws IOException {
        return target.read(name).orElseThrow();
    }

    List<String> names() throws IOException {
        return target.store().list("host1").stream().map(StoredObject::name).toList();
    }
}
