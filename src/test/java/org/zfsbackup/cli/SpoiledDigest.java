package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.chunk.Digest;
import org.zfsbackup.map.BackupEntry;
import org.zfsbackup.map.BackupMap;
import org.zfsbackup.map.Content;
import org.zfsbackup.map.MapJson;
import org.zfsbackup.zfs.DatasetName;

/** A map that is whole and names another digest of a stream: what is found only at the stream's very end. */
final class SpoiledDigest {
    private SpoiledDigest() {}

    static void of(Path backups, String prefix, String dataset, String snapshot) throws IOException {
        Path file = backups.resolve(prefix + "/map.json");
        BackupMap map = MapJson.read(Files.readAllBytes(file));
        DatasetName name = new DatasetName(dataset);
        List<BackupEntry> entries = new ArrayList<>();
        for (BackupEntry entry : map.of(name)) {
            entries.add(entry.snapshot().name().equals(snapshot) ? spoiled(entry) : entry);
        }
        BackupMap spoiled = BackupMap.EMPTY;
        for (BackupEntry entry : entries) {
            spoiled = spoiled.with(name, entry);
        }
        Files.write(file, MapJson.write(spoiled));
    }

    private static BackupEntry spoiled(BackupEntry entry) {
        Content content = entry.content();
        Digest plain = content.plain().orElseThrow();
        Content other = new Content(
                content.chunks(),
                content.pipes(),
                content.chunkPipes(),
                Optional.of(new Digest(plain.size(), "0".repeat(64))));
        return new BackupEntry(entry.id(), entry.snapshot(), entry.parent(), other, entry.details());
    }
}
