package org.zfsbackup.repository;

import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;

/**
 * {@code SHA256SUMS}: the SHA-256 of all chunks as they are stored, for {@code sha256sum -c} in the folder of the prefix.
 * Chunks without a digest, which the original program wrote, are not in it.
 */
public final class ChunkSums {
    /** What sha256sum ignores. */
    private static final String COMMENT = "# ";

    private ChunkSums() {}

    /** Returns the file for a map, as UTF-8. */
    public static byte[] of(BackupMap map, Repository target) {
        StringBuilder text = new StringBuilder("# The chunks of these backups, for sha256sum -c\n");
        String folder = target.prefix() + "/";
        map.datasets().values().stream()
                .flatMap(backups -> backups.entries().stream())
                .map(BackupEntry::content)
                .flatMap(content -> content.chunks().stream())
                .filter(chunk -> chunk.stored().isPresent() && chunk.path().startsWith(folder))
                .forEach(chunk -> text.append(line(chunk, folder)));
        return SealedText.of(text.toString(), COMMENT);
    }

    private static String line(Chunk chunk, String folder) {
        return chunk.stored().orElseThrow().sha256() + "  " + chunk.path().substring(folder.length()) + "\n";
    }

    /**
     * Compares an existing file with the map.
     *
     * @param found its bytes
     */
    public static Recipe.State state(byte[] found, BackupMap map, Repository target) {
        return SealedText.state(found, of(map, target), COMMENT);
    }
}
