package org.zfsbackup.repository;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.UUID;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import java.util.regex.Pattern;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.store.StoredDocument;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.stream.DaemonThreads;
import org.zfsbackup.stream.Interrupts;

/**
 * The right to change one target's prefix, held by one process at a time, on this host or another.
 *
 * <p>It is an object that names its owner and is written anew every half minute. The lock of a process that has ended on
 * this host is taken over at once; that of another host, and one that this process could not give back, five minutes after
 * its last sign of life, by the store's own clock ({@link LockAge}). The holder calls {@link #check} or {@link #renew} before
 * every step that cannot be undone.
 */
public final class RunLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final Duration BEAT = Duration.ofSeconds(30);
    private static final String CLAIM = ".after-";
    private static final Duration PAUSE = Duration.ofSeconds(5);
    private static final String ID = "[0-9a-f-]{1,64}";

    /** A claim, a probe of the clock, a mark of when a lock was seen, or any of them or the lock while it is written. */
    private static final Pattern OURS = Pattern.compile("owner\\.json(\\.after-(" + ID + "|none|damaged))?(\\.clock-"
            + ID + "|\\.seen-\\d+)?|\\Q" + DirectoryStore.UNFINISHED + "\\Eowner\\.json[\\w.-]*");

    private static final Set<String> HELD = ConcurrentHashMap.newKeySet();

    private final Repository target;
    private final LockOwner owner;
    private final ScheduledExecutorService beats;
    private String etag = "";
    private boolean closed;

    private RunLock(Repository target, LockOwner owner) {
        this.target = target;
        this.owner = owner;
        HELD.add(owner.id());
        this.beats = Executors.newSingleThreadScheduledExecutor(DaemonThreads.factory("lock of " + target.prefix()));
        beats.scheduleWithFixedDelay(this::beat, BEAT.toSeconds(), BEAT.toSeconds(), TimeUnit.SECONDS);
    }

    /** @throws LockedException where another run holds it */
    public static RunLock acquire(Repository target) throws IOException {
        LockOwner owner = LockOwner.self(UUID.randomUUID().toString());
        if (!target.store().putIfAbsent(target.lock(), owner.document())) {
            takeOver(target, owner);
        }
        RunLock lock = new RunLock(target, owner);
        try {
            lock.tryConditions();
            lock.sweep();
        } catch (IOException | RuntimeException e) {
            lock.close();
            throw e;
        }
        return lock;
    }

    /** As {@link #acquire(Repository)}, but waits so long for another run to end. */
    public static RunLock acquire(Repository target, Duration lockTimeout) throws IOException {
        long end = System.nanoTime() + lockTimeout.toNanos();
        while (true) {
            try {
                return acquire(target);
            } catch (LockedException e) {
                if (System.nanoTime() >= end) {
                    throw e;
                }
            }
            try {
                TimeUnit.MILLISECONDS.sleep(Math.min(PAUSE.toMillis(), Math.max(1, lockTimeout.toMillis() / 10)));
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Interrupts.asIo("interrupted while waiting for the lock", e);
            }
        }
    }

    /**
     * Of several that find the same dead lock, the one that can make the claim named after it replaces it; whoever makes
     * the claim later finds another lock in place and leaves it alone.
     */
    private static void takeOver(Repository target, LockOwner owner) throws IOException {
        Optional<LockOwner> holder = holder(target);
        if (holder.isPresent()) {
            refuseIfAlive(target, holder.get());
        }
        String stale = holder.map(LockOwner::id).orElse("none");
        String claim = target.lock() + CLAIM + (stale.matches(ID) ? stale : "damaged");
        if (!target.store().putIfAbsent(claim, owner.document())
                && !LockAge.of(target, claim).isOver()) {
            throw new LockedException("another run is just taking over the lock of " + target + ": try again");
        }
        try {
            if (holder.isPresent()
                    && holder(target).map(LockOwner::id).filter(stale::equals).isPresent()) {
                LOG.info(
                        "Taking over the lock that process {} of {} left",
                        holder.get().pid(),
                        holder.get().host());
                target.store().delete(target.lock());
            }
            if (!target.store().putIfAbsent(target.lock(), owner.document())) {
                throw held(target, holder(target).orElse(owner), "");
            }
        } finally {
            target.store().delete(claim);
        }
    }

    /** Where conditions do not hold, two runs that begin in the same moment may both believe that they hold the lock. */
    private void tryConditions() throws IOException {
        if (!target.store().supportsConditionalWrites(target.lock(), owner.document())) {
            LOG.warn(
                    "{} does not keep two writers apart (it ignores or refuses the conditions of conditional writes): never run two"
                            + " backups to the prefix {} at the same time, from one host or from two",
                    target.store().uri(),
                    target.prefix());
        }
        check();
    }

    /**
     * Removes what others have left who were killed while they took a lock. Claims on dead locks, and marks of when a lock
     * was seen, have no use any more; of the rest only what is old, because others may just be trying. The lock was written
     * just now: it tells the time. Whatever has another name, or lies deeper, is not ours.
     */
    private void sweep() throws IOException {
        List<StoredObject> others = target.store().list(target.locks()).stream()
                .filter(object -> !object.name().equals(target.lock()))
                .filter(object -> !object.name().endsWith(owner.id()))
                .filter(object -> isOurs(object.nameIn(target.locks())))
                .toList();
        if (others.isEmpty()) {
            return;
        }
        Optional<StoredObject> now = target.store().stat(target.lock());
        for (StoredObject object : others) {
            if (isUseless(object.name()) || (now.isPresent() && LockAge.isAbandoned(object, now.get()))) {
                target.store().delete(object.name());
            }
        }
    }

    private boolean isUseless(String name) {
        return name.startsWith(target.lock() + CLAIM)
                || (name.startsWith(target.lock() + ".") && name.contains(LockAge.MARK));
    }

    /** Whether a file directly in the folder of locks has a name that this class, or a store on its behalf, makes. */
    private static boolean isOurs(String file) {
        return OURS.matcher(file).matches();
    }

    /** @param more about the lock, to follow a sentence */
    private static LockedException held(Repository target, LockOwner holder, String more) {
        return new LockedException("another run (process " + holder.pid() + " on " + holder.host() + ") works on "
                + target
                + ". Wait for it to end. A lock whose owner is gone lapses by itself: at once on the same host, "
                + LockAge.LAPSE.toMinutes() + " minutes after its last sign of life on another" + more);
    }

    private static Optional<LockOwner> holder(Repository target) throws IOException {
        return target.read(target.lock()).map(bytes -> LockOwner.of(SmallDocuments.read(bytes)));
    }

    /** @throws LockedException if the holder lives, or may live and has renewed its lock not long ago */
    private static void refuseIfAlive(Repository target, LockOwner holder) throws IOException {
        if (holder.isInOurSpace() && !holder.isAlive()) {
            return;
        }
        if (holder.isInOurSpace() && !isOrphan(holder)) {
            throw held(target, holder, "");
        }
        LockAge age = LockAge.of(target, target.lock());
        if (!age.isOver()) {
            throw held(target, holder, age.told());
        }
    }

    /**
     * What a run of this process could not give back, because the target did not answer, nobody renews, however long the
     * process lives. It has to be old all the same: our classes may be loaded twice.
     */
    private static boolean isOrphan(LockOwner holder) {
        return holder.isThisProcess() && !HELD.contains(holder.id());
    }

    /** Never at once with {@link #close}: it would write the lock again after it was given back. */
    synchronized void beat() {
        if (closed) {
            return;
        }
        try {
            renew();
        } catch (IOException e) {
            LOG.warn("The lock of {} could not be renewed: {}", target, e.getMessage());
        } catch (RuntimeException e) {
            // Thrown on, it would end all further beats, and tell nobody.
            LOG.warn("The lock of {} could not be renewed", target, e);
        }
    }

    /**
     * Makes sure that it stays ours for the next minutes: while its beats fail, or the host sleeps, it grows so old that
     * another host may take it at any moment, and remove what this run has stored.
     *
     * @throws LockedException where the lock is not ours any more
     */
    public synchronized void renew() throws IOException {
        check();
        if (!target.store().replace(target.lock(), owner.document(), etag)) {
            throw new LockedException("the lock of " + target + " was taken by somebody just now");
        }
    }

    /** @throws LockedException where the lock is not ours any more */
    public synchronized void check() throws IOException {
        Optional<StoredDocument> found = target.store().read(target.lock());
        Optional<LockOwner> holder = found.map(document -> LockOwner.of(SmallDocuments.read(document.content())));
        etag = found.map(StoredDocument::etag).orElse("");
        if (holder.isEmpty() || !holder.get().id().equals(owner.id())) {
            throw new LockedException("the lock of " + target + " was taken by "
                    + holder.map(other -> "process " + other.pid() + " on " + other.host())
                            .orElse("somebody")
                    + " while this run held it: nothing is written any more");
        }
    }

    @Override
    public synchronized void close() throws IOException {
        closed = true;
        beats.shutdown();
        HELD.remove(owner.id());
        if (holder(target).map(LockOwner::id).filter(owner.id()::equals).isPresent()) {
            target.store().delete(target.lock());
        }
    }
}
