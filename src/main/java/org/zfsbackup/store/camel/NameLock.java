package org.zfsbackup.store.camel;

import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.locks.ReentrantLock;

/** Lets one thread of this process at a time write one name; a thread that has it may take it again. */
final class NameLock implements AutoCloseable {
    private static final Map<String, NameLock> HELD = new ConcurrentHashMap<>();

    private final String key;
    private final ReentrantLock lock = new ReentrantLock();
    private int users;

    private NameLock(String key) {
        this.key = key;
    }

    /** Waits until nobody else writes that name at that store. */
    static NameLock of(String uri, String name) {
        NameLock held = HELD.compute(uri + '\n' + name, (key, known) -> {
            NameLock one = known == null ? new NameLock(key) : known;
            one.users++;
            return one;
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
