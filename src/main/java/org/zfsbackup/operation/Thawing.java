package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Clock;
import java.time.Duration;
import java.util.List;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.store.Thaw;

/**
 * What to do about chunks in an archive before any is read: their copies are all requested at once, and waited for if
 * wanted.
 *
 * @param how how copies are requested
 * @param waits whether to wait for them; otherwise their absence is an error, and a later run finds them
 * @param pause the time between two checks while waiting
 * @param listener gets each change while waiting
 */
public record Thawing(Thaw how, boolean waits, Duration pause, RunListener listener) {
    /** Requests copies, and fails without waiting. */
    public static final Thawing DEFAULT = new Thawing(Thaw.DEFAULT, false, Duration.ofMinutes(1), RunListener.SILENT);

    /** @throws OfflineException if chunks are not available yet and the caller does not want to wait */
    void bringBack(Repository target, List<BackupEntry> entries) throws IOException {
        bringBack(target, entries, Clock.systemUTC());
    }

    /** @param clock tells which copies lapse soon */
    void bringBack(Repository target, List<BackupEntry> entries, Clock clock) throws IOException {
        List<String> chunks = entries.stream()
                .flatMap(entry -> entry.content().chunks().stream())
                .map(Chunk::path)
                .toList();
        new ArchiveWait(target, this, clock, chunks).run();
    }
}
