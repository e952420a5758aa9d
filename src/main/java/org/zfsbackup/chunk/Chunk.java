package org.zfsbackup.chunk;

import java.util.Optional;
import org.zfsbackup.stream.Digest;

/**
 * One stored object that holds a part of a backup.
 *
 * @param path its path below the root of the store, with slashes
 * @param stored size and hash of its bytes as they are stored; empty if the original program wrote it
 * @param plain size and hash of its bytes before the chunk pipes; empty if the original program wrote it
 */
public record Chunk(String path, Optional<Digest> stored, Optional<Digest> plain) {}
