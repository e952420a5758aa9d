package org.zfsbackup.store.check;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.stream.Digest;

/** Stores, reads, looks up, replaces and deletes single objects. */
final class ObjectChecks {
    private static final int SMALL = 50_000;
    private static final int READERS = 8;

    private ObjectChecks() {}

    static Finding putAndGet(CheckFolder folder, long size) throws IOException {
        String name = folder.name("size/" + size);
        Digest put = folder.put(name, size);
        folder.store().makeDurable(name);
        folder.expect(name, put);
        expectSize(folder, name, size);
        return Finding.passed("the stored bytes were read back");
    }

    private static void expectSize(CheckFolder folder, String name, long size) throws IOException {
        StoredObject found = folder.store()
                .stat(name)
                .orElseThrow(() -> new IOException("stat does not find an object that was just stored"));
        if (found.size() != size || !found.name().equals(name)) {
            throw new IOException("stat reports " + found.name() + " with " + found.size() + " bytes for"
                    + " " + name + " with "
                    + size + " bytes");
        }
    }

    static Finding stat(CheckFolder folder) throws IOException {
        String name = folder.name("stat/it");
        if (folder.isThere(name)) {
            throw new IOException("stat finds an object that was never stored");
        }
        for (int size : new int[] {1000, 3, 2000}) {
            folder.put(name, size);
            expectSize(folder, name, size);
        }
        return Finding.passed("sizes are right, and missing objects are not found");
    }

    static Finding replacing(CheckFolder folder) throws IOException {
        String name = folder.name("again/it");
        for (int size : new int[] {SMALL, 10, SMALL}) {
            folder.expect(name, folder.put(name, size));
        }
        List<String> listed = folder.list("again");
        if (!listed.equals(List.of(name))) {
            throw new IOException("after one name was stored three times, the list has " + listed);
        }
        return Finding.passed("the newer bytes replace the older ones");
    }

    static Finding deleting(CheckFolder folder) throws IOException {
        String goes = folder.name("delete/goes");
        String stays = folder.name("delete/stays");
        folder.put(goes, SMALL);
        Digest kept = folder.put(stays, SMALL);
        folder.store().delete(goes);
        if (folder.isThere(goes)
                || !folder.list("delete").equals(List.of(stays))
                || folder.store().read(goes).isPresent()) {
            throw new IOException("an object that was deleted still exists");
        }
        expectMissing(folder, goes);
        folder.store().delete(goes);
        folder.store().delete(folder.name("delete/never/there"));
        folder.expect(stays, kept);
        return Finding.passed("only the named object is deleted, and a missing one is not an error");
    }

    private static void expectMissing(CheckFolder folder, String name) throws IOException {
        try (InputStream in = folder.store().get(name)) {
            throw new IOException("get opens an object that does not exist, and returns "
                    + CheckFolder.digest(in).size() + " bytes");
        } catch (NoSuchObjectException e) {
            // This is the expected result.
        }
    }

    /** Our own names are plain; only a prefix that the user has chosen can have such characters. */
    static Finding names(CheckFolder folder) throws IOException {
        for (String file : List.of("with blanks/a b", "\u00e4\u00f6 \u65e5\u672c/\u00e9")) {
            String name = folder.name("names/" + file);
            try {
                folder.expect(name, folder.put(name, SMALL));
                if (!folder.list(name.substring(folder.toString().length() + 1, name.lastIndexOf('/')))
                        .equals(List.of(name))) {
                    throw new IOException("the list has another name for it");
                }
            } catch (IOException | RuntimeException e) {
                folder.adopt("names");
                return Finding.warning("use only prefixes of letters, digits and . _ -; the name '" + file + "'"
                        + " does not work: "
                        + StoreCheck.sentence(e));
            }
        }
        return Finding.passed("names with blanks and non-ASCII letters work");
    }

    static Finding severalReaders(CheckFolder folder) throws Exception {
        Digest[] put = new Digest[READERS];
        for (int i = 0; i < READERS; i++) {
            put[i] = folder.put(folder.name("readers/" + i), SMALL);
        }
        folder.atOnce(READERS, number -> {
            for (int i = 0; i < READERS; i++) {
                folder.expect(folder.name("readers/" + number), put[number]);
            }
            return true;
        });
        return readersOfOne(folder, folder.name("readers/0"), put[0]);
    }

    private static Finding readersOfOne(CheckFolder folder, String name, Digest put) throws Exception {
        Set<Digest> got = new HashSet<>();
        try {
            got.addAll(folder.atOnce(READERS, number -> folder.get(name)));
        } catch (IOException e) {
            return Finding.warning("two readers of one object may get an error, so do not let two runs read at"
                    + " the same time: " + StoreCheck.sentence(e));
        }
        if (!got.equals(Set.of(put))) {
            throw new IOException("some of several concurrent readers of one object got other bytes");
        }
        return Finding.passed(READERS + " concurrent readers got the right bytes");
    }

    static Finding documents(CheckFolder folder) throws IOException {
        String name = folder.name("documents/map.json");
        if (folder.store().read(name).isPresent()) {
            throw new IOException("a document that was never written can be read");
        }
        folder.store().write(name, "one".getBytes(StandardCharsets.UTF_8));
        folder.expectText(name, "one");
        return Finding.passed("small objects are read as they were written");
    }
}
