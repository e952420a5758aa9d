package org.zfsbackup.chunk;

import java.util.Optional;
import org.zfsbackup.stream.Digest;

/**
 * One stored object that holds a part of a backup.
 *
 * @param path where it is, from the target's root, with slashes
 * @param stored its bytes as they are stored; nothing where the original wrote it
 * @param plain its bytes before the pipes behind {@code chunk:}; nothing where the original wrote it
 */
public record Chunk(String path, Optional<Digest> stored, Optional<Digest> plain) {}
