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
 * What is done about chunks that lie in an archive, before any is read: their copies are asked for, all at once, and waited
 * for where that is wanted.
 *
 * @param how the copies are asked for
 * @param waits whether to go on when they are there; else that they are not is an error, and the next run finds them
 * @param pause between two looks, while it waits
 * @param listener is told each time that something has changed
 */
public record Thawing(Thaw how, boolean waits, Duration pause, RunListener listener) {
    /** Asks for them, and fails. */
    public static final Thawing DEFAULT = new Thawing(Thaw.DEFAULT, false, Duration.ofMinutes(1), RunListener.SILENT);

    /** How many chunks are where, and how many bytes are still to come. */
    private record Count(int there, int offline, int arriving, long bytes) {
        @Override
        public String toString() {
            return there + " of " + (there + offline + arriving) + " chunks can be read, " + arriving
                    + " are on their way, " + offline + " were just asked for; "
                    + ByteSize.format(bytes) + " are to come";
        }
    }

    /** @throws OfflineException where something is to come, and is not waited for */
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

    /** A link is nothing to wait for: whoever reads it names it. */
    private static Availability availability(ChunkLookup chunks, String path) throws IOException {
        try {
            return chunks.find(path).map(StoredObject::availability).orElse(Availability.AVAILABLE);
        } catch (SymbolicLinkException e) {
            return Availability.AVAILABLE;
        }
    }

    private void await(Repository target, List<String> waiting, int there) throws IOException {
        int ready = there;
        String told = "";
        while (true) {
            int before = waiting.size();
            Count count = ask(target, waiting, ready);
            ready += before - waiting.size();
            if (waiting.isEmpty()) {
                return;
            }
            if (!waits) {
                throw new OfflineException("the chunks lie in an archive: " + count + ". Run the same again in some"
                        + " hours, or with --wait (wait=true): it goes on where it was");
            }
            if (!told.equals(count.toString())) {
                told = count.toString();
                listener.waiting(told);
            }
            sleep();
        }
    }

    /** Asks for what is offline, and keeps in the list what is still to come. */
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
