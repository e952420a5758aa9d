package org.zfsbackup.store.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets only one thread of this process write an object at a time. The lock is reentrant. */
final class NameLock implements AutoCloseable {
    private static final Map<String, NameLock> HELD = new ConcurrentHashMap<>();

    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    private int users;

    private NameLock(String key) {
        this.key = key;
    }

    /** Waits until no other thread writes this name in this store. */
    static NameLock of(String uri, String name) {
        NameLock held = HELD.compute(uri + '\n' + name, (key, known) -> {
            NameLock lock = known == null ? new NameLock(key) : known;
            lock.users++;
            return lock;
        });
        held.lock.lock();
        return held;
    }

    @Override
    public void close() {
        lock.unlock();
        HELD.computeIfPresent(key, (any, known) -> --known.users == 0 ? null : known);
    }
}
