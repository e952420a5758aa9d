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
 * The right to change one repository. One process at a time holds it, on this host or another.
 *
 * <p>It is an object that names its owner and is rewritten every half minute. The lock of a process that has ended on
 * this host is taken over at once. That of another host, or one that this process could not release, is taken over five
 * minutes after it was last renewed, by the store's own clock ({@link LockAge}). The holder calls {@link #check} or
 * {@link #renew} before every step that cannot be undone. Closing it releases the lock.
 */
public final class RunLock implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RunLock.class);
    private static final Duration BEAT = Duration.ofSeconds(30);
    private static final String CLAIM = ".after-";
    private static final Duration LONGEST_PAUSE = Duration.ofSeconds(5);
    private static final String ID = "[0-9a-f-]{1,64}";

    /**
     * The names of claims, probes of the clock, marks of when a lock was seen, and of these or the lock while they are
     * written.
     */
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

    /**
     * Takes the lock, or fails at once. The caller closes it.
     *
     * @throws LockedException if another run holds it
     */
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

    /**
     * Takes the lock. The calling thread waits up to this time for another run to end. The caller closes the lock.
     *
     * @throws LockedException if another run still holds it
     */
    public static RunLock acquire(Repository target, Duration lockTimeout) throws IOException {
        long end = System.nanoTime() + lockTimeout.toNanos();
        boolean waiting = false;
        while (true) {
            try {
                return acquire(target);
            } catch (LockedException e) {
                if (System.nanoTime() >= end) {
                    throw e;
                }
                if (!waiting) {
                    LOG.warn("Waiting up to {} s: {}", lockTimeout.toSeconds(), e.getMessage());
                }
                waiting = true;
            }
            try {
                TimeUnit.MILLISECONDS.sleep(pause(lockTimeout).toMillis());
            } catch (InterruptedException e) {
                Thread.currentThread().interrupt();
                throw Interrupts.asIo("interrupted while waiting for the lock", e);
            }
        }
    }

    /** The pause between two looks at a lock, for who waits so long for it. */
    public static Duration pause(Duration lockTimeout) {
        Duration tenth = lockTimeout.dividedBy(10);
        return tenth.compareTo(LONGEST_PAUSE) < 0 ? Duration.ofMillis(Math.max(1, tenth.toMillis())) : LONGEST_PAUSE;
    }

    /**
     * Fails if another run holds the lock. Takes nothing: another run may have the lock a moment later.
     *
     * @throws LockedException if another run holds it
     */
    public static void checkFree(Repository target) throws IOException {
        Optional<LockOwner> holder = holder(target);
        if (holder.isPresent()) {
            refuseIfAlive(target, holder.get());
        }
    }

    /**
     * Takes over a dead lock. If several processes find it, the one that creates the claim named after it replaces it.
     * A process that creates the claim later finds another lock and leaves it alone.
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
            throw new LockedException("another run is taking over the lock of " + target + ": try again");
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

    /**
     * Tests conditional writes. Without them, two runs that start at the same moment may both believe that they hold
     * the lock.
     */
    private void tryConditions() throws IOException {
        if (!target.store().supportsConditionalWrites(target.lock(), owner.document())) {
            LOG.warn(
                    "{} does not keep two writers apart (it ignores or refuses the conditions of conditional writes):"
                            + " never run two backups to the prefix {} at the same time, from one host or from two",
                    target.store().uri(),
                    target.prefix());
        }
        check();
    }

    /**
     * Removes what killed processes have left while they took a lock. Claims on dead locks and marks of when a lock was
     * seen are useless now. Other objects are removed only if they are old, because a live process may have written
     * them; the lock, written just now, shows the time. Objects with other names, or in deeper folders, are not ours.
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

    /** Returns whether this class, or a store on its behalf, creates files of this name in the folder of locks. */
    private static boolean isOurs(String file) {
        return OURS.matcher(file).matches();
    }

    /**
     * Returns the exception.
     *
     * @param more more about the lock, to follow a sentence
     */
    private static LockedException held(Repository target, LockOwner holder, String more) {
        return new LockedException("another run (process " + holder.pid() + " on " + holder.host() + ") is using "
                + target
                + ". Wait until it ends. A lock without a live owner expires: at once on the same host, "
                + LockAge.LAPSE.toMinutes() + " minutes after it was last renewed on another" + more);
    }

    private static Optional<LockOwner> holder(Repository target) throws IOException {
        return target.read(target.lock()).map(bytes -> LockOwner.of(SmallDocuments.read(bytes)));
    }

    /**
     * Fails if the lock may still be in use.
     *
     * @throws LockedException if the holder is alive, or may be and has renewed its lock recently
     */
    private static void refuseIfAlive(Repository target, LockOwner holder) throws IOException {
        if (holder.isInOurSpace() && !holder.isAlive()) {
            return;
        }
        if (holder.isInOurSpace() && !isOrphan(holder)) {
            throw held(target, holder, "");
        }
        LockAge age = LockAge.of(target, target.lock());
        if (!age.isOver()) {
            throw held(target, holder, age.explanation());
        }
    }

    /**
     * Returns whether a run of this process has ended without releasing the lock, because the target did not answer.
     * Nobody renews such a lock, however long the process runs. It must be old anyway, because our classes may be
     * loaded twice.
     */
    private static boolean isOrphan(LockOwner holder) {
        return holder.isThisProcess() && !HELD.contains(holder.id());
    }

    /**
     * Renews the lock. Synchronized with {@link #close}, because it would otherwise write the lock again after its
     * release.
     */
    synchronized void beat() {
        if (closed) {
            return;
        }
        try {
            renew();
        } catch (IOException e) {
            LOG.warn("The lock of {} could not be renewed: {}", target, e.getMessage());
        } catch (RuntimeException e) {
            // An exception would end all further renewals, without a message.
            LOG.warn("The lock of {} could not be renewed", target, e);
        }
    }

    /**
     * Renews the lock, so that it is ours for the next minutes. If the renewals fail or the host sleeps, the lock
     * becomes so old that another host may take it at any moment and remove what this run has stored.
     *
     * @throws LockedException if the lock is no longer ours
     */
    public synchronized void renew() throws IOException {
        check();
        if (!target.store().replace(target.lock(), owner.document(), etag)) {
            throw new LockedException("another run has just taken the lock of " + target);
        }
    }

    /**
     * Checks that the lock is still ours.
     *
     * @throws LockedException if it is not
     */
    public synchronized void check() throws IOException {
        Optional<StoredDocument> found = target.store().read(target.lock());
        Optional<LockOwner> holder = found.map(document -> LockOwner.of(SmallDocuments.read(document.content())));
        etag = found.map(StoredDocument::etag).orElse("");
        if (holder.isEmpty() || !holder.get().id().equals(owner.id())) {
            throw new LockedException("the lock of " + target + " was taken by "
                    + holder.map(other -> "process " + other.pid() + " on " + other.host())
                            .orElse("another run")
                    + " while this run held it, so this run writes nothing more");
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
