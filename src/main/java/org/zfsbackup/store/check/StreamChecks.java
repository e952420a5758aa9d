package org.zfsbackup.store.check;

import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.stream.Interrupts;
import org.zfsbackup.stream.RandomStream;

/** What is visible while an object is being stored, and after its stream has failed. */
final class StreamChecks {
    private static final int SMALL = 50_000;
    private static final String BREAK = "interrupted on purpose by the check";

    private StreamChecks() {}

    static Finding wholeOrNotThere(CheckFolder folder) throws IOException {
        String name = folder.name("whole/it");
        long size = folder.scale().longest();
        long seed = folder.seed();
        try (VisibilityProbe watch = new VisibilityProbe(folder.store(), folder + "/whole", name, size)) {
            folder.store().put(name, new RandomStream(seed, size, watch::nothingYet));
            watch.end();
        }
        folder.expect(name, RandomStream.digest(seed, size));
        return Finding.passed("an object becomes visible only when it is whole");
    }

    static Finding brokenOff(CheckFolder folder) throws IOException {
        String fresh = folder.name("broken/new");
        String old = folder.name("broken/old");
        Digest kept = folder.put(old, SMALL);
        breakOff(folder, fresh);
        breakOff(folder, old);
        if (folder.isThere(fresh)) {
            throw new IOException("an interrupted stream has left an object under its name");
        }
        folder.expect(old, kept);
        List<String> listed = new ArrayList<>(folder.list("broken"));
        listed.remove(old);
        folder.adopt("broken");
        return listed.isEmpty()
                ? Finding.passed("nothing of it is visible, and an older object is kept")
                : Finding.warning("an interrupted stream leaves " + listed.get(0) + ", which is never removed");
    }

    private static void breakOff(CheckFolder folder, String name) throws IOException {
        RandomStream broken = new RandomStream(folder.seed(), folder.scale().longest(), () -> {
            throw new IOException(BREAK);
        });
        try {
            folder.store().put(name, broken);
        } catch (IOException | RuntimeException e) {
            if (Thread.currentThread().isInterrupted()) {
                throw Interrupts.asIo("the check was interrupted", e);
            }
            return;
        }
        throw new IOException("an interrupted stream was stored as if it were complete");
    }

    /** The writers write while the reader is in the middle of the object; neither waits for the other. */
    static Finding readerAndWriters(CheckFolder folder) throws Exception {
        String name = folder.name("reader/it");
        Digest old = folder.put(name, folder.scale().longest());
        Digest[] newer = new Digest[1];
        @Nullable String overtaken = null;
        try (InputStream in = folder.store().get(name)) {
            byte[] begin = in.readNBytes((int) Math.min(1000, old.size() / 2));
            folder.atOnce(1, thread -> {
                folder.put(folder.name("reader/other"), SMALL);
                newer[0] = folder.put(name, SMALL);
                return true;
            });
            overtaken = read(new SequenceInputStream(new java.io.ByteArrayInputStream(begin), in), old);
        }
        folder.expect(name, newer[0]);
        return overtaken == null
                ? Finding.passed("a reader gets the old bytes to their end while the object is replaced")
                : Finding.passed("a reader gets an error when the object is replaced: " + overtaken);
    }

    /** Null if the old bytes were read; the error's text if reading failed, which is as safe. */
    private static @Nullable String read(InputStream in, Digest old) throws IOException {
        Digest got;
        try {
            got = CheckFolder.digest(in);
        } catch (IOException e) {
            return StoreCheck.sentence(e);
        }
        if (!got.equals(old)) {
            throw new IOException("a reader of an object that is being replaced gets " + got.size()
                    + " bytes that are neither the old nor the new ones");
        }
        return null;
    }
}
