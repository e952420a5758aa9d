package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.repository.ChunkLookup;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.SymbolicLinkException;
import org.zfsbackup.store.Thaw;
import org.zfsbackup.stream.ByteSize;
import org.zfsbackup.stream.Interrupts;

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

    /** How many chunks are in each state, and how many bytes are not available yet. */
    private record Count(int there, int offline, int arriving, long bytes) {
        @Override
        public String toString() {
            return there + " of " + (there + offline + arriving) + " chunks can be read, " + arriving
                    + " are being retrieved, " + offline + " were just requested; "
                    + ByteSize.format(bytes) + " are not available yet";
        }
    }

    /** @throws OfflineException if chunks are not available yet and the caller does not want to wait */
    void bringBack(Repository target, List<BackupEntry> entries) throws IOException {
        ChunkLookup chunks = new ChunkLookup(target);
        List<String> waiting = new ArrayList<>();
        int there = 0;
        for (BackupEntry entry : entries) {
            for (Chunk chunk : entry.content().chunks()) {
                Availability found = availability(chunks, chunk.path());
                if (found == Availability.AVAILABLE) {
                    there++;
                } else {
                    waiting.add(chunk.path());
                }
            }
        }
        if (!waiting.isEmpty()) {
            await(target, waiting, there);
        }
    }

    /** A link cannot be waited for; the reader reports it. */
    private static Availability availability(ChunkLookup chunks, String path) throws IOException {
        try {
            return chunks.find(path).map(StoredObject::availability).orElse(Availability.AVAILABLE);
        } catch (SymbolicLinkException e) {
            return Availability.AVAILABLE;
        }
    }

    private void await(Repository target, List<String> waiting, int there) throws IOException {
        int ready = there;
        String reported = "";
        while (true) {
            int before = waiting.size();
            Count count = ask(target, waiting, ready);
            ready += before - waiting.size();
            if (waiting.isEmpty()) {
                return;
            }
            if (!waits) {
                throw new OfflineException("chunks are in an archive: " + count + ". Run it again in some"
                        + " hours, or use --wait (thawWait=true) to wait for them");
            }
            if (!reported.equals(count.toString())) {
                reported = count.toString();
                listener.waiting(reported);
            }
            sleep();
        }
    }

    /** Requests what is offline, and keeps what is not available yet in the list. */
    private Count ask(Repository target, List<String> waiting, int ready) throws IOException {
        int there = ready;
        int offline = 0;
        int arriving = 0;
        long bytes = 0;
        for (String path : List.copyOf(waiting)) {
            StoredObject object =
                    target.store().stat(path).orElseThrow(() -> new IOException(path + " has vanished from " + target));
            if (object.availability() == Availability.AVAILABLE) {
                waiting.remove(path);
                there++;
                continue;
            }
            bytes += object.size();
            if (object.availability() == Availability.OFFLINE) {
                target.store().thaw(path, how);
                offline++;
            } else {
                arriving++;
            }
        }
        return new Count(there, offline, arriving, bytes);
    }

    private void sleep() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(pause.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while waiting for an archive", e);
        }
    }
}
