package org.zfsbackup.operation;

import java.io.IOException;
import java.io.InterruptedIOException;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.TimeUnit;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.ChunkLookup;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.Availability;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.SymbolicLinkException;
import org.zfsbackup.stream.Interrupts;

/**
 * Makes chunks readable that are in an archive: requests their copies, waits for them, and extends the copies that would
 * lapse before the last one is there. For one thread and one operation.
 */
final class ArchiveWait {
    private static final Logger LOG = LoggerFactory.getLogger(ArchiveWait.class);
    /** A copy that lapses sooner may lapse before it is read. */
    private static final Duration MARGIN = Duration.ofDays(1);

    private static final Duration SHORTEST_EXTENSION = Duration.ofHours(1);

    private final Repository target;
    private final Thawing thawing;
    private final Clock clock;
    private final int total;
    /** When to extend the copies of the readable chunks, by their paths. */
    private final Map<String, Instant> extensions = new HashMap<>();

    private List<String> waiting;
    private boolean warned;

    /** @param chunks the paths of the chunks below the store's root */
    ArchiveWait(Repository target, Thawing thawing, Clock clock, List<String> chunks) {
        this.target = target;
        this.thawing = thawing;
        this.clock = clock;
        this.total = chunks.size();
        this.waiting = chunks;
    }

    /**
     * Returns when all chunks can be read.
     *
     * @throws OfflineException if they cannot, and the caller does not want to wait or the archive gives none of the rest
     */
    void run() throws IOException {
        String reported = "";
        for (ArchiveTally tally = look(); !waiting.isEmpty(); tally = look()) {
            if (!thawing.waits() || tally.isHopeless()) {
                throw tally.failure();
            }
            if (!reported.equals(tally.toString())) {
                reported = tally.toString();
                thawing.listener().waiting(reported);
            }
            sleep();
        }
    }

    /** Looks at what is not readable yet, and requests what is offline. One refusal does not keep it from the others. */
    private ArchiveTally look() throws IOException {
        ArchiveTally tally = new ArchiveTally(total - waiting.size());
        ChunkLookup chunks = new ChunkLookup(target, waiting.size());
        List<String> missing = new ArrayList<>();
        for (String path : waiting) {
            Optional<StoredObject> found = find(chunks, path);
            if (found.isEmpty() || isReadable(found.get(), tally)) {
                tally.addReadable();
            } else {
                missing.add(path);
            }
        }
        waiting = missing;
        extend(tally);
        return tally;
    }

    /** A missing chunk and a link cannot be waited for; the reader reports them. */
    private static Optional<StoredObject> find(ChunkLookup chunks, String path) throws IOException {
        try {
            return chunks.find(path);
        } catch (SymbolicLinkException e) {
            return Optional.empty();
        }
    }

    private boolean isReadable(StoredObject chunk, ArchiveTally tally) throws IOException {
        switch (chunk.availability()) {
            case AVAILABLE -> chunk.lapses().ifPresent(lapse -> extensions.put(chunk.name(), lapse.minus(MARGIN)));
            case TRANSFERRING -> tally.addArriving(chunk.size());
            case OFFLINE -> {
                return request(chunk, tally);
            }
        }
        return chunk.availability() == Availability.AVAILABLE;
    }

    /** Requests a chunk; returns whether it has become readable meanwhile. */
    private boolean request(StoredObject chunk, ArchiveTally tally) throws IOException {
        if (tally.refusesAll()) {
            tally.addRefused(chunk.size(), null);
            return false;
        }
        try {
            Availability before = target.store().thaw(chunk.name(), thawing.how());
            if (before == Availability.OFFLINE) {
                tally.addRequested(chunk.size());
            } else if (before == Availability.TRANSFERRING) {
                tally.addArriving(chunk.size());
            }
            return before == Availability.AVAILABLE;
        } catch (NoSuchObjectException e) {
            return true;
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            tally.addRefused(chunk.size(), e);
            return false;
        }
    }

    private void extend(ArchiveTally tally) throws IOException {
        Instant now = clock.instant();
        for (Map.Entry<String, Instant> extension : List.copyOf(extensions.entrySet())) {
            if (!now.isBefore(extension.getValue())) {
                extensions.put(extension.getKey(), now.plus(extension()));
                extend(extension.getKey(), tally);
            }
        }
    }

    /** How long nothing has to be done about a copy after its time was extended. */
    private Duration extension() {
        Duration lasting = Duration.ofDays(thawing.how().days()).minus(MARGIN);
        return lasting.compareTo(SHORTEST_EXTENSION) < 0 ? SHORTEST_EXTENSION : lasting;
    }

    private void extend(String path, ArchiveTally tally) throws IOException {
        try {
            if (target.store().thaw(path, thawing.how()) != Availability.AVAILABLE) {
                extensions.remove(path);
                waiting.add(path);
                tally.changeReadableToRequested();
            }
        } catch (InterruptedIOException e) {
            throw e;
        } catch (IOException e) {
            if (!warned) {
                warned = true;
                LOG.warn("The copy of a chunk lapses soon, and its time could not be extended: {}", e.getMessage());
            }
        }
    }

    private void sleep() throws IOException {
        try {
            TimeUnit.MILLISECONDS.sleep(thawing.pause().toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted while waiting for an archive", e);
        }
    }
}
