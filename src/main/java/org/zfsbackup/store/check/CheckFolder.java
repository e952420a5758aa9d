package org.zfsbackup.store.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.TreeSet;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicLong;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.MeteredStream;
import org.zfsbackup.stream.RandomStream;
import org.zfsbackup.stream.Streams;

/**
 * The folder of the check at the target. It remembers every name that was used in it. Safe for use by several threads.
 */
final class CheckFolder {
    private static final int THREADS = 8;

    private final ObjectStore store;
    private final String folder;
    private final CheckScale scale;
    private final Set<String> names = ConcurrentHashMap.newKeySet();
    private final AtomicLong seeds = new AtomicLong();
    private volatile boolean written;

    CheckFolder(ObjectStore store, String folder, CheckScale scale) {
        this.store = store;
        this.folder = folder;
        this.scale = scale;
    }

    ObjectStore store() {
        return store;
    }

    CheckScale scale() {
        return scale;
    }

    @Override
    public String toString() {
        return folder;
    }

    /** The full name of an object in it. */
    String name(String file) {
        String name = folder + "/" + file;
        names.add(name);
        return name;
    }

    /** Treats every object below a folder as ours, including those that the store has named itself. */
    void adopt(String below) throws IOException {
        names.addAll(list(below));
    }

    /** A seed for bytes that no other object has. */
    long seed() {
        return seeds.incrementAndGet() << 32;
    }

    /** Stores new bytes under a name, and returns the digest that must be read back. */
    Digest put(String name, long size) throws IOException {
        long seed = seed();
        store.put(name, new RandomStream(seed, size));
        written = true;
        return RandomStream.digest(seed, size);
    }

    /** Whether any object was stored without an error. */
    boolean wasWritten() {
        return written;
    }

    Digest get(String name) throws IOException {
        try (InputStream in = store.get(name)) {
            return digest(in);
        }
    }

    static Digest digest(InputStream in) throws IOException {
        MeteredStream metered = MeteredStream.of(in);
        Streams.drain(metered);
        return metered.digest();
    }

    /** @throws IOException if the object does not have the bytes that were stored */
    void expect(String name, Digest put) throws IOException {
        Digest got = get(name);
        if (got.size() != put.size()) {
            throw new IOException(put.size() + " bytes were stored, but " + got.size() + " were read back");
        }
        if (!got.equals(put)) {
            throw new IOException("" + put.size() + " bytes were stored, but other bytes were read back");
        }
    }

    void expectText(String name, String text) throws IOException {
        byte[] found = store.read(name)
                .orElseThrow(() -> new IOException("an object that was just written does not exist"))
                .content();
        if (!new String(found, StandardCharsets.UTF_8).equals(text)) {
            throw new IOException("'" + text + "' was written, but '" + new String(found, StandardCharsets.UTF_8)
                    + "' was read back");
        }
    }

    boolean isThere(String name) throws IOException {
        return store.stat(name).isPresent();
    }

    List<String> list(String below) throws IOException {
        return store.list(folder + "/" + below).stream().map(StoredObject::name).toList();
    }

    <T> List<T> atOnce(int threads, ParallelRunner.Task<T> task) throws Exception {
        return ParallelRunner.atOnce(threads, scale.timeout(), task);
    }

    /** For many small objects: some at the same time, with a time limit that grows with their number. */
    void each(int pieces, ParallelRunner.Task<Boolean> task) throws Exception {
        Duration timeout = scale.timeout().multipliedBy(1 + pieces / THREADS);
        ParallelRunner.atOnce(THREADS, timeout, thread -> {
            for (int piece = thread; piece < pieces; piece += THREADS) {
                task.run(piece);
            }
            return true;
        });
    }

    /**
     * Deletes every object whose name was used, and the unfinished files that the store has left beside them. Does not
     * touch objects of others. Returns what is still listed.
     */
    List<String> clear() throws Exception {
        Set<String> all = new TreeSet<>(names);
        list().stream().filter(this::isLeftover).forEach(all::add);
        List<String> goes = List.copyOf(all);
        each(goes.size(), piece -> {
            store.delete(goes.get(piece));
            return true;
        });
        for (String path : folders()) {
            store.removeFolder(path);
        }
        return list();
    }

    private List<String> list() throws IOException {
        return store.list(folder).stream().map(StoredObject::name).toList();
    }

    /** Whether an object is the unfinished file of one of our objects. */
    private boolean isLeftover(String object) {
        return names.stream().anyMatch(name -> {
            int file = name.lastIndexOf('/') + 1;
            return object.startsWith(name.substring(0, file) + DirectoryStore.UNFINISHED + name.substring(file));
        });
    }

    /** The folders of its objects, and the folder itself; the deepest first. */
    private Set<String> folders() {
        Set<String> found = new TreeSet<>(Comparator.reverseOrder());
        for (String name : names) {
            for (int end = name.lastIndexOf('/'); end >= folder.length(); end = name.lastIndexOf('/', end - 1)) {
                found.add(name.substring(0, end));
            }
        }
        return found;
    }
}
