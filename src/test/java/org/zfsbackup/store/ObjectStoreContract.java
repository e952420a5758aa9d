package org.zfsbackup.store;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.SequenceInputStream;
import java.time.Clock;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.zfsbackup.store.check.CheckReport;
import org.zfsbackup.store.check.CheckResult;
import org.zfsbackup.store.check.CheckScale;
import org.zfsbackup.store.check.StoreCheck;

/** What every store of objects does; run for each kind. */
@Timeout(300)
public abstract class ObjectStoreContract {
    /** A store that is there and empty. */
    protected abstract ObjectStore store() throws IOException;

    /** A store whose place is not there. */
    protected abstract ObjectStore unreachable() throws IOException;

    /** Whether two writers are kept apart who do not know of each other: few places have conditional writes. */
    protected boolean supportsConditionalWrites() {
        return true;
    }

    /** More than a page of a place that lists by pages. */
    protected int many() {
        return 1010;
    }

    /** Whether a name can be had; one that cannot is refused. */
    protected boolean takes(String name) {
        return true;
    }

    private static byte[] bytes(int length) {
        byte[] bytes = new byte[length];
        new Random(length).nextBytes(bytes);
        return bytes;
    }

    private static void put(ObjectStore store, String name, byte[] content) throws IOException {
        store.put(name, new ByteArrayInputStream(content));
    }

    private static byte[] get(ObjectStore store, String name) throws IOException {
        try (InputStream in = store.get(name)) {
            return in.readAllBytes();
        }
    }

    private static List<String> names(ObjectStore store, String folder) throws IOException {
        return store.list(folder).stream().map(StoredObject::name).toList();
    }

    /** Whether folders can be listed without what is in them. */
    protected boolean listsFolders() {
        return false;
    }

    @Test
    void folders_areThoseDirectlyInAFolder() throws IOException {
        ObjectStore store = store();
        for (String name : List.of("tree/one/two/object", "tree/three/object", "tree/object")) {
            put(store, name, bytes(10));
        }

        assertThat(store.folders("tree")).isEqualTo(listsFolders() ? List.of("one", "three") : List.of());
        assertThat(store.folders("")).isEqualTo(listsFolders() ? List.of("tree") : List.of());
        assertThat(store.folders("none")).isEmpty();
    }

    @ParameterizedTest
    @ValueSource(ints = {0, 1, 128 * 1024 - 1, 128 * 1024, 128 * 1024 + 1, 9 * 1024 * 1024 + 7})
    void whatIsPutIsGotAgain(int length) throws IOException {
        ObjectStore store = store();
        byte[] content = bytes(length);

        put(store, "host/chunks/a", content);
        store.makeDurable("host/chunks/a");

        assertThat(get(store, "host/chunks/a")).isEqualTo(content);
        assertThat(store.stat("host/chunks/a"))
                .hasValueSatisfying(object -> assertThat(object.size()).isEqualTo(length))
                .hasValueSatisfying(object -> assertThat(object.name()).isEqualTo("host/chunks/a"))
                .hasValueSatisfying(object -> assertThat(Duration.between(object.modified(), Instant.now())
                                .abs())
                        .isLessThan(Duration.ofMinutes(10)));
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "host 1/chunks/a b",
                "h/\u00e4\u00f6 \u65e5\u672c",
                "h/a'b\"c",
                "h/$HOME",
                "h/a+b%20c",
                "h/-a",
                "top"
            })
    void namesAreTakenAsTheyStand(String name) throws IOException {
        ObjectStore store = store();
        if (!takes(name)) {
            assertThatIOException().isThrownBy(() -> put(store, name, bytes(10)));
            return;
        }

        put(store, name, bytes(10));

        assertThat(get(store, name)).isEqualTo(bytes(10));
        assertThat(store.stat(name)).map(StoredObject::name).contains(name);
        if (name.contains("/")) {
            assertThat(names(store, name.substring(0, name.lastIndexOf('/')))).containsExactly(name);
        }
        store.delete(name);
        assertThat(store.stat(name)).isEmpty();
    }

    @Test
    void aPutReplacesAnOlderObject() throws IOException {
        ObjectStore store = store();
        put(store, "h/a", bytes(1000));

        put(store, "h/a", bytes(10));

        assertThat(get(store, "h/a")).isEqualTo(bytes(10));
        assertThat(names(store, "h")).containsExactly("h/a");
    }

    @Test
    void aPutWhoseStreamFailsLeavesTheOldObjectAndNothingElse() throws IOException {
        ObjectStore store = store();
        put(store, "h/a", bytes(1000));
        InputStream broken = new InputStream() {
            @Override
            public int read() throws IOException {
                throw new IOException("the stream broke");
            }

            @Override
            public int read(byte[] target, int offset, int length) throws IOException {
                return read();
            }
        };

        for (String name : List.of("h/a", "h/b")) {
            assertThatIOException()
                    .isThrownBy(() ->
                            store.put(name, new SequenceInputStream(new ByteArrayInputStream(bytes(300_000)), broken)))
                    .withMessage("the stream broke");
        }

        assertThat(get(store, "h/a")).isEqualTo(bytes(1000));
        assertThat(names(store, "h")).containsExactly("h/a");
    }

    @Test
    void putIfAbsentNeverReplaces() throws IOException {
        ObjectStore store = store();

        assertThat(store.putIfAbsent("h/lock", bytes(5))).isTrue();
        assertThat(store.putIfAbsent("h/lock", bytes(6))).isFalse();

        assertThat(get(store, "h/lock")).isEqualTo(bytes(5));
        assertThat(names(store, "h")).containsExactly("h/lock");
        store.delete("h/lock");
        assertThat(store.putIfAbsent("h/lock", bytes(6))).isTrue();
    }

    @Test
    void ofEightThatPutIfAbsentOneWins() throws Exception {
        ObjectStore store = store();
        for (int round = 0; round < 5; round++) {
            String name = "h/lock" + round;

            List<Boolean> won = atOnce(8, number -> store.putIfAbsent(name, ("owner " + number).getBytes(UTF_8)));

            assertThat(won).containsOnlyOnce(true);
            assertThat(new String(get(store, name), UTF_8)).isEqualTo("owner " + won.indexOf(true));
        }
        assertThat(names(store, "h")).hasSize(5);
    }

    @Test
    void aDocumentIsReadWithItsVersion() throws IOException {
        ObjectStore store = store();
        assertThat(store.read("h/map")).isEmpty();
        put(store, "h/map", bytes(1000));

        StoredDocument first = store.read("h/map").orElseThrow();
        StoredDocument again = store.read("h/map").orElseThrow();
        put(store, "h/map", bytes(1001));

        assertThat(first.content()).isEqualTo(bytes(1000));
        assertThat(again.etag()).isEqualTo(first.etag());
        assertThat(store.read("h/map").orElseThrow().etag()).isNotEqualTo(first.etag());
    }

    @Test
    void replaceNeedsTheVersionThatIsThere() throws IOException {
        ObjectStore store = store();
        put(store, "h/map", bytes(5));
        String etag = store.read("h/map").orElseThrow().etag();

        assertThat(store.replace("h/map", bytes(6), etag)).isTrue();
        assertThat(store.replace("h/map", bytes(7), etag)).isFalse();
        assertThat(get(store, "h/map")).isEqualTo(bytes(6));

        store.delete("h/map");
        assertThat(store.replace("h/map", bytes(7), etag)).isFalse();
        assertThat(store.stat("h/map")).isEmpty();
        assertThat(store.list("h")).isEmpty();
    }

    /** Of one process; {@link #supportsConditionalWrites} tells whether of several too. */
    @Test
    void ofEightThatReplaceOneVersionOneWins() throws Exception {
        ObjectStore store = store();
        for (int round = 0; round < 5; round++) {
            String name = "h/map" + round;
            put(store, name, bytes(5));
            String etag = store.read(name).orElseThrow().etag();

            List<Boolean> won = atOnce(8, number -> store.replace(name, ("writer " + number).getBytes(UTF_8), etag));

            assertThat(won).containsOnlyOnce(true);
            assertThat(new String(get(store, name), UTF_8)).isEqualTo("writer " + won.indexOf(true));
        }
    }

    @Test
    void aStoreKnowsWhetherItKeepsWritersApart() throws IOException {
        ObjectStore store = store();
        put(store, "h/lock", bytes(5));

        assertThat(store.supportsConditionalWrites("h/lock", bytes(5))).isEqualTo(supportsConditionalWrites());

        assertThat(get(store, "h/lock")).isEqualTo(bytes(5));
        assertThat(names(store, "h")).containsExactly("h/lock");
    }

    @Test
    void aListWhileOthersPutAndDeleteIsNoErrorAndHasWhatStays() throws Exception {
        ObjectStore store = store();
        put(store, "h/stays", bytes(1));

        List<Boolean> found = atOnce(2, number -> {
            boolean all = true;
            for (int i = 0; i < 100; i++) {
                if (number == 0) {
                    put(store, "h/deep/comes", bytes(10));
                    store.delete("h/deep/comes");
                } else {
                    all &= names(store, "h").contains("h/stays");
                }
            }
            return all;
        });

        assertThat(found).containsOnly(true);
    }

    @Test
    void aListHasEveryObjectBelowAFolderAndNoOther() throws Exception {
        ObjectStore store = store();
        List<String> expected = IntStream.range(0, many())
                .mapToObj(number -> String.format("h/chunks/id.%06d", number))
                .toList();
        atOnce(10, part -> {
            for (int i = part; i < expected.size(); i += 10) {
                store.putIfAbsent(expected.get(i), Integer.toString(i).getBytes(UTF_8));
            }
            return true;
        });
        put(store, "h/chunks/deeper/x", bytes(7));
        put(store, "h/chunks2", bytes(7));
        put(store, "h/chunksx/y", bytes(7));

        assertThat(names(store, "h/chunks"))
                .hasSize(many() + 1)
                .containsAll(expected)
                .contains("h/chunks/deeper/x");
        assertThat(store.list("h/chunks"))
                .filteredOn(object -> object.name().equals("h/chunks/id.000100"))
                .extracting(StoredObject::size)
                .containsExactly(3L);
        assertThat(store.list("h")).hasSize(many() + 3);
    }

    @Test
    void whatIsNotThereIsSaidByName() throws IOException {
        ObjectStore store = store();

        assertThat(store.list("nothing/here")).isEmpty();
        assertThat(store.stat("nothing/here")).isEmpty();
        store.delete("nothing/here");
        assertThatExceptionOfType(NoSuchObjectException.class)
                .isThrownBy(() -> store.get("nothing/here"))
                .withMessage("nothing/here is missing at " + store.uri());
    }

    @Test
    void aFolderIsNoObject() throws IOException {
        ObjectStore store = store();
        put(store, "h/chunks/a", bytes(1));

        assertThat(store.stat("h/chunks")).isEmpty();
        assertThat(store.list("h/chunks/a")).isEmpty();
        assertThatExceptionOfType(NoSuchObjectException.class).isThrownBy(() -> store.get("h/chunks"));
    }

    @Test
    void deletingTakesOneObjectAlone() throws IOException {
        ObjectStore store = store();
        put(store, "h/a", bytes(1));
        put(store, "h/b", bytes(2));

        store.delete("h/a");

        assertThat(names(store, "h")).containsExactly("h/b");
    }

    @Test
    void severalPutAtOnceAreAllWhole() throws Exception {
        ObjectStore store = store();

        atOnce(8, number -> {
            for (int i = 0; i < 5; i++) {
                put(store, "h/" + number + "/" + i, bytes(10_000 + number));
                store.write("h/same", bytes(50_000 + number));
            }
            return true;
        });

        assertThat(store.list("h")).hasSize(41);
        byte[] same = get(store, "h/same");
        assertThat(Arrays.equals(same, bytes(same.length))).isTrue();
    }

    @Test
    void aPlaceThatIsNotThereIsSaidAndNeverMade() throws IOException {
        ObjectStore store = unreachable();

        assertThatIOException().isThrownBy(store::checkReachable).withMessageMatching("(?s).{20,}: .*");
        assertThatIOException().isThrownBy(() -> put(store, "h/a", bytes(1)));
        assertThatIOException().isThrownBy(() -> store.putIfAbsent("h/a", bytes(1)));
        assertThatIOException().isThrownBy(store::checkReachable);
    }

    @Test
    void aPlaceThatIsThereIsReachable() throws IOException {
        store().checkReachable();
    }

    /** Of one object, which none of them may find missing. */
    @Test
    void severalWhoReadOneObjectAtOnceAllGetIt() throws Exception {
        ObjectStore store = store();
        put(store, "h/map", bytes(50_000));

        List<Boolean> good = atOnce(8, number -> {
            boolean all = true;
            for (int i = 0; i < 10; i++) {
                all &= store.stat("h/map").isPresent() && Arrays.equals(get(store, "h/map"), bytes(50_000));
            }
            return all;
        });

        assertThat(good).containsOnly(true);
    }

    @Test
    void theUsersCheckFindsItGood() throws IOException {
        ObjectStore store = store();
        CheckScale scale = new CheckScale(CheckScale.DEFAULT.longest(), many(), Duration.ofSeconds(20));

        CheckReport report = new StoreCheck(store, "host 1", scale, Clock.systemUTC(), result -> {}).run();

        assertThat(report.isGood()).as(report.verdict()).isTrue();
        assertThat(report.results())
                .filteredOn(result -> result.state() == CheckResult.State.WARNING)
                .extracting(CheckResult::name)
                .isEqualTo(supportsConditionalWrites() ? List.of() : List.of("conditional writes"));
        assertThat(store.list("host 1")).isEmpty();
    }

    /** Something that several threads do at once. */
    @FunctionalInterface
    public interface Numbered<T> {
        T run(int number) throws Exception;
    }

    public static <T> List<T> atOnce(int threads, Numbered<T> action) throws Exception {
        ExecutorService pool = Executors.newFixedThreadPool(threads);
        try {
            CyclicBarrier barrier = new CyclicBarrier(threads);
            List<Callable<T>> tasks = new ArrayList<>();
            for (int i = 0; i < threads; i++) {
                int number = i;
                tasks.add(() -> {
                    barrier.await();
                    return action.run(number);
                });
            }
            List<T> results = new ArrayList<>();
            for (Future<T> future : pool.invokeAll(tasks)) {
                results.add(future.get());
            }
            return results;
        } finally {
            pool.shutdownNow();
        }
    }
}
