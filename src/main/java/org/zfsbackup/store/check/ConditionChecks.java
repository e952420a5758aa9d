package org.zfsbackup.store.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;

/** Conditional writes, which keep two runs apart that do not know of each other. */
final class ConditionChecks {
    private static final int WRITERS = 8;
    private static final int ROUNDS = 3;
    private static final String ADVICE = ": never let two runs write to one prefix at the same time";

    private ConditionChecks() {}

    static Finding conditions(CheckFolder folder) throws Exception {
        String name = folder.name("conditions/it");
        makeAndReplace(folder, name);
        if (!folder.store().supportsConditionalWrites(name, text("two"))) {
            folder.expectText(name, "two");
            return Finding.warning("there are no conditional writes" + ADVICE);
        }
        folder.expectText(name, "two");
        refuse(folder, name);
        int most = Math.max(winnersOfAbsent(folder), winnersOfReplace(folder));
        return most == 1
                ? Finding.passed("one of " + WRITERS + " concurrent writers wins")
                : Finding.warning("" + most + " of " + WRITERS + " concurrent writers win" + ADVICE);
    }

    /** The lock and the map need this, with conditional writes or without. */
    private static void makeAndReplace(CheckFolder folder, String name) throws IOException {
        if (!folder.store().putIfAbsent(name, text("one"))) {
            throw new IOException("putIfAbsent does not store an object that does not exist");
        }
        folder.expectText(name, "one");
        if (!folder.store().replace(name, text("two"), etag(folder.store(), name))) {
            throw new IOException("replace does not replace an object that nobody else has changed");
        }
        folder.expectText(name, "two");
    }

    private static void refuse(CheckFolder folder, String name) throws IOException {
        String stale = etag(folder.store(), name);
        folder.store().write(name, text("three"));
        if (folder.store().putIfAbsent(name, text("four"))) {
            throw new IOException("putIfAbsent overwrites an existing object");
        }
        folder.expectText(name, "three");
        if (folder.store().replace(name, text("four"), stale)) {
            throw new IOException("replace overwrites an object that another writer has changed");
        }
        folder.expectText(name, "three");
    }

    private static int winnersOfAbsent(CheckFolder folder) throws Exception {
        int most = 1;
        for (int round = 0; round < ROUNDS; round++) {
            String name = folder.name("conditions/absent" + round);
            List<Boolean> won =
                    folder.atOnce(WRITERS, number -> folder.store().putIfAbsent(name, text("writer " + number)));
            most = Math.max(most, winners(folder, name, won));
        }
        return most;
    }

    private static int winnersOfReplace(CheckFolder folder) throws Exception {
        int most = 1;
        for (int round = 0; round < ROUNDS; round++) {
            String name = folder.name("conditions/replaced" + round);
            folder.store().write(name, text("before"));
            String etag = etag(folder.store(), name);
            List<Boolean> won =
                    folder.atOnce(WRITERS, number -> folder.store().replace(name, text("writer " + number), etag));
            most = Math.max(most, winners(folder, name, won));
        }
        return most;
    }

    private static int winners(CheckFolder folder, String name, List<Boolean> won) throws IOException {
        int winners = Collections.frequency(won, true);
        if (winners == 0) {
            throw new IOException("none of " + WRITERS + " concurrent conditional writers wins");
        }
        if (winners == 1) {
            folder.expectText(name, "writer " + won.indexOf(true));
        }
        return winners;
    }

    private static String etag(ObjectStore store, String name) throws IOException {
        return store.read(name)
                .map(StoredDocument::etag)
                .orElseThrow(() -> new IOException("an object that was just written does not exist"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
