package org.zfsbackup.store.check;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import java.io.ByteArrayInputStream;
import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.io.InterruptedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Clock;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.BrokenBarrierException;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.Semaphore;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.store.NoSuchObjectException;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.UnfinishedUpload;
import org.zfsbackup.store.directory.DirectoryStore;
import org.zfsbackup.stream.RandomStream;

/** A directory is good; stores that lie about one thing are found out, and the thing is named. */
@ExtendWith(NothingLeft.class)
@Timeout(300)
class StoreCheckTest {
    private static final CheckScale SMALL = new CheckScale(1_000_003, 10, Duration.ofSeconds(20));

    private final Path directory;
    private ObjectStore good;

    StoreCheckTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void open() {
        good = new DirectoryStore(directory);
    }

    private static CheckReport check(ObjectStore store, CheckScale scale) throws IOException {
        return new StoreCheck(store, "host1", scale, Clock.systemUTC(), result -> {}).run();
    }

    private static CheckReport check(ObjectStore store) throws IOException {
        return check(store, SMALL);
    }

    private static List<String> names(CheckReport report, CheckResult.State state) {
        return report.results().stream()
                .filter(result -> result.state() == state)
                .map(CheckResult::name)
                .toList();
    }

    private static List<String> failed(CheckReport report) {
        return names(report, CheckResult.State.FAILED);
    }

    private static String remark(CheckReport report, String name) {
        return report.results().stream()
                .filter(result -> result.name().equals(name))
                .map(CheckResult::remark)
                .findFirst()
                .orElse("");
    }

    private List<Path> left() throws IOException {
        try (Stream<Path> all = Files.walk(directory)) {
            return all.filter(path -> !path.equals(directory)).toList();
        }
    }

    @Test
    void aDirectoryIsGoodAndNothingIsLeftInIt() throws IOException {
        CheckReport report = check(good, CheckScale.DEFAULT);

        assertThat(report.results()).extracting(CheckResult::state).containsOnly(CheckResult.State.PASSED);
        assertThat(report.isGood()).isTrue();
        assertThat(report.verdict()).isEqualTo("file:" + directory + " can hold a restorable backup");
        assertThat(left()).containsExactly(directory.resolve("host1"));
    }

    @Test
    void eachResultIsToldAtOnceAndBackupsAreLeftAlone() throws IOException {
        good.write("host1/map.json", new byte[] {'{', '}'});
        List<CheckResult> told = new ArrayList<>();

        CheckReport report = new StoreCheck(good, "host1", SMALL, Clock.systemUTC(), told::add).run();

        assertThat(told).isEqualTo(report.results()).hasSizeGreaterThan(15);
        assertThat(good.list("host1")).extracting(StoredObject::name).containsExactly("host1/map.json");
    }

    @Test
    void aPlaceThatIsNotThereEndsIt() throws IOException {
        CheckReport report = check(new DirectoryStore(directory.resolve("not mounted")));

        assertThat(report.results()).hasSize(1);
        assertThat(report.verdict()).contains("cannot hold a restorable backup, because place: there is no directory");
        assertThat(left()).isEmpty();
    }

    @Test
    void whereNothingCanBePutTheRestIsNotTried() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                throw new IOException("read-only");
            }
        });

        assertThat(failed(report)).containsExactly("1 byte");
        assertThat(report.results()).hasSize(3);
    }

    @Test
    void aLostByteIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                byte[] all = content.readAllBytes();
                store.put(name, new ByteArrayInputStream(all, 0, Math.max(0, all.length - 1)));
            }
        });

        assertThat(failed(report)).contains("1 byte", "1000003 bytes").doesNotContain("0 bytes", "clock");
        assertThat(remark(report, "1000003 bytes")).isEqualTo("1000003 bytes were stored, but 1000002 were read back");
        assertThat(left()).containsExactly(directory.resolve("host1"));
    }

    @Test
    void aListOfOnePageIsFound() throws IOException {
        ObjectStore paged = new DelegatingStore(good) {
            @Override
            public List<StoredObject> list(String folder) throws IOException {
                return store.list(folder).stream().limit(1000).toList();
            }
        };

        CheckReport report = check(paged, new CheckScale(1000, 1010, SMALL.timeout()));

        assertThat(failed(report)).containsExactly("long list");
        assertThat(remark(report, "long list")).startsWith("of 1010 objects the list contains 1000, not host1/check-");
        assertThat(left()).containsExactly(directory.resolve("host1"));
        assertThat(check(paged).isGood()).as("a quick one sees no page").isTrue();
    }

    @Test
    void aListWithWhatBelongsElsewhereIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public List<StoredObject> list(String folder) throws IOException {
                return store.list("host1").stream()
                        .filter(object -> object.name().startsWith(folder))
                        .toList();
            }
        });

        assertThat(failed(report)).containsExactly("list");
        assertThat(remark(report, "list")).contains("which is not below the folder");
    }

    /** Writes under the name itself, as it comes. */
    private void inPlace(String name, InputStream content) throws IOException {
        Path file = directory.resolve(name);
        Files.createDirectories(file.getParent());
        Files.copy(content, file, StandardCopyOption.REPLACE_EXISTING);
    }

    @Test
    void anObjectThatIsSeenBeforeItIsWholeIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                inPlace(name, content);
            }
        });

        assertThat(failed(report)).contains("whole or not there", "interrupted stream");
        assertThat(remark(report, "whole or not there")).contains("an object of 1000003 bytes was visible with ");
        assertThat(remark(report, "interrupted stream"))
                .isEqualTo("an interrupted stream has left an object under its name");
    }

    /** The stream is read before anything is put, so only a look while the object grows can find it. */
    @Test
    void anObjectThatGrowsAfterItsStreamEndedIsFound() throws IOException {
        Semaphore looks = new Semaphore(0);
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public Optional<StoredObject> stat(String name) throws IOException {
                Optional<StoredObject> found = super.stat(name);
                if (name.endsWith("/whole/it")) {
                    looks.release();
                }
                return found;
            }

            @Override
            public void put(String name, InputStream content) throws IOException {
                byte[] all = content.readAllBytes();
                if (name.endsWith("/whole/it")) {
                    inPlace(name, new ByteArrayInputStream(all, 0, all.length / 2));
                    looks.drainPermits();
                    awaitLooks(looks);
                }
                super.put(name, new ByteArrayInputStream(all));
            }
        });

        assertThat(failed(report)).containsExactly("whole or not there");
    }

    /** Two looks, because the first may have begun before the object was there. */
    private static void awaitLooks(Semaphore looks) throws IOException {
        try {
            assertThat(looks.tryAcquire(2, 60, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
    }

    @Test
    void aBrokenStreamThatIsTakenForAWholeOneIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                store.put(name, new FilterInputStream(content) {
                    @Override
                    public int read(byte[] target, int offset, int length) {
                        try {
                            return super.read(target, offset, length);
                        } catch (IOException e) {
                            return -1;
                        }
                    }
                });
            }
        });

        assertThat(failed(report)).containsExactly("interrupted stream");
        assertThat(remark(report, "interrupted stream"))
                .isEqualTo("an interrupted stream was stored as if it were complete");
    }

    @Test
    void aDeleteThatDoesNothingIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void delete(String name) {}
        });

        assertThat(failed(report)).containsExactly("delete", "left behind");
        assertThat(remark(report, "left behind"))
                .containsPattern("\\d+ objects cannot be deleted: remove the folder host1/check-");
    }

    @Test
    void aPutIfAbsentThatOverwritesIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public boolean putIfAbsent(String name, byte[] content) throws IOException {
                store.write(name, content);
                return true;
            }
        });

        assertThat(failed(report)).containsExactly("conditional writes");
        assertThat(remark(report, "conditional writes")).isEqualTo("putIfAbsent overwrites an existing object");
    }

    @Test
    void aReplaceWithoutAConditionIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public boolean replace(String name, byte[] content, String etag) throws IOException {
                store.write(name, content);
                return true;
            }
        });

        assertThat(failed(report)).containsExactly("conditional writes");
    }

    @Test
    void severalWinnersAreALimit() throws IOException {
        CyclicBarrier all = new CyclicBarrier(8); // in each round all have read before the first one writes
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public boolean replace(String name, byte[] content, String etag) throws IOException {
                if (!name.contains("replaced")) {
                    return store.replace(name, content, etag);
                }
                boolean same = store.read(name).orElseThrow().etag().equals(etag);
                try {
                    all.await();
                } catch (InterruptedException | BrokenBarrierException e) {
                    throw new IOException(e);
                }
                store.write(name, content);
                return same;
            }
        });

        assertThat(report.isGood()).isTrue();
        assertThat(names(report, CheckResult.State.WARNING)).containsExactly("conditional writes");
        assertThat(remark(report, "conditional writes")).contains("8 of 8 concurrent writers win");
    }

    @Test
    void aStoreThatSaysThatItHasNoConditionsIsGoodWithThatLimit() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public boolean supportsConditionalWrites(String name, byte[] content) {
                return false;
            }
        });

        assertThat(report.isGood()).isTrue();
        assertThat(report.verdict())
                .endsWith(" can hold a restorable backup, with these limits: conditional writes: there are no"
                        + " conditional writes: never let two runs write to one prefix at the same time");
    }

    @Test
    void anothersBytesAreFound() throws IOException {
        AtomicInteger reading = new AtomicInteger();
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public InputStream get(String name) throws IOException {
                boolean first = reading.getAndIncrement() == 0;
                InputStream in = store.get(first || !name.contains("/readers/") ? name : name.replaceAll(".$", "0"));
                return new FilterInputStream(in) {
                    @Override
                    public void close() throws IOException {
                        reading.decrementAndGet();
                        super.close();
                    }
                };
            }
        });

        assertThat(failed(report)).containsExactly("several readers");
        assertThat(remark(report, "several readers"))
                .isEqualTo("50000 bytes were stored, but other bytes were read back");
    }

    @Test
    void anObjectThatOneAtATimeCanReadIsALimit() throws IOException {
        AtomicInteger reads = new AtomicInteger();
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public InputStream get(String name) throws IOException {
                if (name.endsWith("/readers/0") && reads.incrementAndGet() > 10) {
                    throw new NoSuchObjectException(name, uri());
                }
                return store.get(name);
            }
        });

        assertThat(report.isGood()).isTrue();
        assertThat(names(report, CheckResult.State.WARNING)).containsExactly("several readers");
        assertThat(remark(report, "several readers"))
                .contains("do not let two runs read at the same time: host1/check-");
    }

    @Test
    void aMixtureOfOldAndNewIsFound() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public InputStream get(String name) throws IOException {
                return new InputStream() {
                    private int position;

                    @Override
                    public int read() throws IOException {
                        throw new UnsupportedOperationException();
                    }

                    @Override
                    public int read(byte[] target, int offset, int length) throws IOException {
                        try (InputStream in = StoreOf.open(store, name, position)) {
                            int count = in.read(target, offset, length);
                            position += Math.max(0, count);
                            return count;
                        }
                    }
                };
            }
        });

        assertThat(failed(report)).containsExactly("reading while writing");
        assertThat(remark(report, "reading while writing")).contains("neither the old nor the new");
    }

    /** Opens an object anew in its middle. */
    private static final class StoreOf {
        static InputStream open(ObjectStore store, String name, int position) throws IOException {
            InputStream in = store.get(name);
            in.skipNBytes(Math.min(position, store.stat(name).orElseThrow().size()));
            return in;
        }
    }

    @Test
    void aReaderThatLetsWritersWaitIsFoundAndEnds() throws IOException {
        Set<String> held = ConcurrentHashMap.newKeySet();
        ObjectStore locking = new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                CountDownLatch never = new CountDownLatch(1);
                try {
                    if (held.contains(name)) {
                        never.await();
                    }
                } catch (InterruptedException e) {
                    throw new InterruptedIOException();
                }
                store.put(name, content);
            }

            @Override
            public InputStream get(String name) throws IOException {
                held.add(name);
                return new FilterInputStream(store.get(name)) {
                    @Override
                    public void close() throws IOException {
                        held.remove(name);
                        super.close();
                    }
                };
            }
        };

        CheckReport report = check(locking, new CheckScale(10_000, 10, Duration.ofSeconds(2)));

        assertThat(failed(report)).containsExactly("reading while writing");
        assertThat(remark(report, "reading while writing")).isEqualTo("the threads did not end within 2 seconds");
    }

    @Test
    void aClockThatIsOffByAnHourIsTold() throws IOException {
        for (Duration off : List.of(Duration.ofHours(1), Duration.ofHours(-1))) {
            CheckReport report = check(new DelegatingStore(good) {
                @Override
                public Optional<StoredObject> stat(String name) throws IOException {
                    return store.stat(name)
                            .map(found -> new StoredObject(
                                    found.name(), found.size(), found.modified().plus(off)));
                }
            });

            assertThat(report.isGood()).isTrue();
            assertThat(names(report, CheckResult.State.WARNING)).containsExactly("clock");
            assertThat(remark(report, "clock"))
                    .contains(" by 60 minutes, and is " + (off.isNegative() ? "behind" : "ahead"));
        }
    }

    @Test
    void namesThatAreChangedAreALimit() throws IOException {
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                store.put(name.replace(' ', '_'), content);
            }
        });

        assertThat(report.isGood()).isTrue();
        assertThat(names(report, CheckResult.State.WARNING)).containsExactly("names");
        assertThat(left()).containsExactly(directory.resolve("host1"));
    }

    @Test
    void unfinishedUploadsAreGivenUp() throws IOException {
        List<UnfinishedUpload> uploads = new CopyOnWriteArrayList<>();
        CheckReport report = check(new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                UnfinishedUpload upload =
                        new UnfinishedUpload(name, "id", Clock.systemUTC().instant());
                uploads.add(upload);
                store.put(name, content);
                uploads.remove(upload);
            }

            @Override
            public List<UnfinishedUpload> unfinished(String folder) {
                return List.copyOf(uploads);
            }

            @Override
            public void abort(UnfinishedUpload upload) {
                uploads.remove(upload);
            }
        });

        assertThat(report.isGood()).isTrue();
        assertThat(remark(report, "unfinished uploads")).isEqualTo("2 were aborted");
        assertThat(uploads).isEmpty();
    }

    @Test
    void anInterruptionEndsItAndNothingIsLeft() throws IOException {
        ObjectStore interrupting = new DelegatingStore(good) {
            @Override
            public void put(String name, InputStream content) throws IOException {
                store.put(name, content);
                if (name.endsWith("stat/it")) {
                    Thread.currentThread().interrupt();
                    throw new InterruptedIOException();
                }
            }
        };

        assertThatExceptionOfType(InterruptedIOException.class).isThrownBy(() -> check(interrupting));

        assertThat(Thread.interrupted()).isTrue();
        assertThat(left()).containsExactly(directory.resolve("host1"));
    }

    @Test
    void generatedBytesAreTheSameAgainInStepsOfAnySize() throws IOException {
        byte[] whole = new RandomStream(7, 1001).readAllBytes();
        byte[] one = new byte[1001];
        InputStream in = new RandomStream(7, 1001, () -> {});
        for (int i = 0; i < one.length; i++) {
            one[i] = (byte) in.read();
        }

        assertThat(in.read()).isEqualTo(-1);
        assertThat(one).isEqualTo(whole);
        assertThat(new RandomStream(8, 1001).readAllBytes()).isNotEqualTo(whole);
        assertThat(Arrays.copyOf(whole, 10)).isEqualTo(new RandomStream(7, 10).readAllBytes());
        assertThat(new RandomStream(7, 0).read()).isEqualTo(-1);
    }
}
