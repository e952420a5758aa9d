package org.zfsbackup.store.check;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.List;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredDocument;

/** Writes on a condition, which keep two runs apart that do not know of each other. */
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
            return Finding.limit("there are no conditional writes" + ADVICE);
        }
        folder.expectText(name, "two");
        refuse(folder, name);
        int most = Math.max(winnersOfAbsent(folder), winnersOfReplace(folder));
        return most == 1
                ? Finding.passed("of " + WRITERS + " writers at once one wins")
                : Finding.limit("of " + WRITERS + " writers at once " + most + " win" + ADVICE);
    }

    /** As the lock and the map need it, with conditions or without. */
    private static void makeAndReplace(CheckFolder folder, String name) throws IOException {
        if (!folder.store().putIfAbsent(name, text("one"))) {
            throw new IOException("what is not there cannot be put on the condition that it is not");
        }
        folder.expectText(name, "one");
        if (!folder.store().replace(name, text("two"), etag(folder.store(), name))) {
            throw new IOException(
                    "what nobody else has changed cannot be replaced on the condition that it is the same");
        }
        folder.expectText(name, "two");
    }

    private static void refuse(CheckFolder folder, String name) throws IOException {
        String stale = etag(folder.store(), name);
        folder.store().write(name, text("three"));
        if (folder.store().putIfAbsent(name, text("four"))) {
            throw new IOException("putIfAbsent overwrites what is there");
        }
        folder.expectText(name, "three");
        if (folder.store().replace(name, text("four"), stale)) {
            throw new IOException("replace overwrites what somebody else has changed");
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
            throw new IOException("of " + WRITERS + " that write on a condition at once none wins");
        }
        if (winners == 1) {
            folder.expectText(name, "writer " + won.indexOf(true));
        }
        return winners;
    }

    private static String etag(ObjectStore store, String name) throws IOException {
        return store.read(name)
                .map(StoredDocument::etag)
                .orElseThrow(() -> new IOException("what was just written is not there"));
    }

    private static byte[] text(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
