package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.function.UnaryOperator;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.DatasetName;

/** A map or record that was changed by somebody who can compute its digests. */
final class ChangedMap {
    private ChangedMap() {}

    static void change(Path file, UnaryOperator<BackupEntry> change) throws IOException {
        BackupMap changed = BackupMap.EMPTY;
        for (Map.Entry<DatasetName, BackupMap.Backups> dataset :
                MapJson.read(Files.readAllBytes(file)).datasets().entrySet()) {
            for (BackupEntry entry : dataset.getValue().entries()) {
                changed = changed.with(dataset.getKey(), change.apply(entry));
            }
        }
        Files.write(file, MapJson.write(changed));
    }

    /** Changes the digest of the plain stream, which is compared only at the very end of the stream. */
    static UnaryOperator<BackupEntry> otherStream(String snapshot) {
        return entry -> entry.snapshot().name().equals(snapshot)
                ? with(
                        entry,
                        entry.content().chunks(),
                        Optional.of(
                                new Digest(entry.content().plain().orElseThrow().size(), "0".repeat(64))))
                : entry;
    }

    static BackupEntry with(BackupEntry entry, List<Chunk> chunks, Optional<Digest> plain) {
        BackupContent content = new BackupContent(
                chunks, entry.content().pipes(), entry.content().chunkPipes(), plain);
        return new BackupEntry(entry.id(), entry.snapshot(), entry.parent(), content, entry.details());
    }
}
