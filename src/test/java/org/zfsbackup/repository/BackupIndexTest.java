package org.zfsbackup.repository;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.DamagedMapException;
import org.zfsbackup.repository.map.MapJson;
import org.zfsbackup.repository.map.NewerFormatException;
import org.zfsbackup.store.directory.DirectoryStore;

class BackupIndexTest {
    private final Path directory;
    private final Shelf shelf;
    private final Repository target;
    private final BackupIndex index;

    BackupIndexTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
        this.index = new BackupIndex(target);
    }

    private static BackupMap of(BackupEntry... entries) {
        BackupMap map = BackupMap.EMPTY;
        for (BackupEntry entry : entries) {
            map = map.with(BackupEntries.HOME, entry);
        }
        return map;
    }

    private boolean exists(String name) throws IOException {
        return target.store().stat(name).isPresent();
    }

    @Nested
    class Records {
        @Test
        void nothingBackedUp_isEmpty() throws IOException {
            assertThat(index.load()).isEqualTo(BackupMap.EMPTY);
            assertThat(index.isBehind()).isFalse();
            assertThat(shelf.names()).isEmpty();
        }

        @Test
        void recordAlone_isABackup() throws IOException {
            BackupEntry first = shelf.record(shelf.chunks(1, 0));

            assertThat(index.load()).isEqualTo(of(first));
            assertThat(index.isBehind()).isTrue();
            assertThat(exists(target.map())).isFalse();
        }

        @Test
        void recordBesideAPendingOne_isABackup() throws IOException {
            BackupEntry first = shelf.record(shelf.chunks(1, 0));
            shelf.mark("id1");

            assertThat(index.load()).isEqualTo(of(first));
        }

        @Test
        void newerRecords_areAddedToTheMap() throws IOException {
            shelf.backup(1, 0);
            BackupEntry second = shelf.record(shelf.chunks(2, 1));
            BackupEntry third = shelf.record(shelf.chunks(3, 2));

            assertThat(index.load())
                    .isEqualTo(shelf.map().with(BackupEntries.HOME, second).with(BackupEntries.HOME, third));
            assertThat(index.isBehind()).isTrue();
        }

        @Test
        void unfinishedRecord_isNoBackup() throws IOException {
            shelf.chunks(1, 0);
            shelf.mark("id1");
            shelf.put(target.backups() + "/" + DirectoryStore.UNFINISHED + "id1.json-xyz", new byte[3]);

            assertThat(index.load()).isEqualTo(BackupMap.EMPTY);
        }

        @Test
        void damagedRecord_leavesTheOthers() throws IOException {
            BackupEntry first = shelf.record(shelf.chunks(1, 0));
            shelf.put(target.backup("id2"), new byte[] {'{'});

            assertThat(index.load()).isEqualTo(of(first));
        }

        @Test
        void onlyDamagedRecords_areNotTakenForNoBackups() throws IOException {
            shelf.put(target.backup("id2"), new byte[] {'{'});

            assertThatExceptionOfType(DamagedMapException.class)
                    .isThrownBy(index::load)
                    .withMessageContaining("host1/backups/id2.json");
        }

        @Test
        void recordOfANewerVersion_isNotPassedOver() throws IOException {
            shelf.backup(1, 0);
            String newer = new String(shelf.get(target.backup("id1")), StandardCharsets.UTF_8)
                    .replaceFirst("\"format\" : [0-9]+", "\"format\" : 99");
            shelf.put(target.backup("id2"), newer.getBytes(StandardCharsets.UTF_8));

            assertThatExceptionOfType(NewerFormatException.class)
                    .isThrownBy(index::load)
                    .withMessageContaining("newer program");
        }

        @Test
        void lostRecord_doesNotTakeItsBackupAway() throws IOException {
            shelf.backup(1, 0);
            target.store().delete(target.backup("id1"));

            assertThat(index.load()).isEqualTo(shelf.map());
        }
    }

    @Nested
    class Map {
        @Test
        void lostMap_isNoObstacle() throws IOException {
            shelf.backup(1, 0);
            shelf.backup(2, 1);
            target.store().delete(target.map());

            assertThat(index.load()).isEqualTo(shelf.map());
            index.write(index.load());
            assertThat(MapJson.read(shelf.get(target.map()))).isEqualTo(shelf.map());
        }

        @Test
        void damagedMap_isNoObstacleAndIsKept() throws IOException {
            shelf.backup(1, 0);
            byte[] half = Arrays.copyOf(shelf.get(target.map()), 100);
            shelf.put(target.map(), half);

            for (int look = 0; look < 2; look++) {
                assertThat(index.load()).isEqualTo(shelf.map());
                assertThat(index.isBehind()).isTrue();
                assertThat(index.damage().orElseThrow()).contains("host1/map.json cannot be used");
            }
            assertThat(shelf.get(target.map())).isEqualTo(half);
            index.write(index.load());
            assertThat(MapJson.read(shelf.get(target.map()))).isEqualTo(shelf.map());
            assertThat(shelf.get(target.map() + ".damaged")).isEqualTo(half);
        }

        @Test
        void damagedMapWithoutRecords_isRefusedAndStaysAsItIs() throws IOException {
            OriginalMini.copyTo(directory);
            byte[] half = Arrays.copyOf(shelf.get(target.map()), 100);
            shelf.put(target.map(), half);

            for (int look = 0; look < 2; look++) {
                assertThatExceptionOfType(DamagedMapException.class)
                        .isThrownBy(index::load)
                        .withMessageContaining("the map host1/map.json cannot be used")
                        .withMessageContaining("put a copy of the map back");
            }
            assertThat(shelf.get(target.map())).isEqualTo(half);
        }

        @Test
        void lostMapOfTheOriginalProgram_comesFromItsRecord() throws IOException {
            OriginalMini.copyTo(directory);
            BackupMap original = index.load();
            BackupEntry ours = shelf.record(shelf.chunks(9, 0));
            index.write(index.load());
            target.store().delete(target.map());

            assertThat(index.load()).isEqualTo(original.with(BackupEntries.HOME, ours));
        }

        @Test
        void mapThatAnotherWriterMade_isNotLost() throws IOException {
            BackupEntry first = shelf.record(shelf.chunks(1, 0));
            BackupMap mine = index.load();
            shelf.backup(2, 1);

            index.write(mine);

            assertThat(MapJson.read(shelf.get(target.map())).ids()).containsExactlyInAnyOrder("id1", "id2");
            assertThat(mine).isEqualTo(of(first));
        }

        @Test
        void mapThatIsOnlyIndentedOtherwise_isTheSame() throws IOException {
            shelf.backup(1, 0);
            String text = new String(shelf.get(target.map()), StandardCharsets.UTF_8);
            shelf.put(target.map(), text.replaceAll("\\n *", " ").getBytes(StandardCharsets.UTF_8));

            assertThat(index.load()).isEqualTo(shelf.map());
            assertThat(index.isBehind()).isFalse();
        }

        @Test
        void missingTarget_isNamed() {
            Repository gone = new Repository(new DirectoryStore(directory.resolve("gone")), "host1");

            assertThatIOException()
                    .isThrownBy(() -> new BackupIndex(gone).load())
                    .withMessageContaining("there is no directory");
        }
    }

    /** What one more backup costs must not grow with how many there are. */
    @Nested
    class Recent {
        private BackupMap stored(int count) throws IOException {
            BackupMap map = BackupMap.EMPTY;
            for (int number = 1; number <= count; number++) {
                map = map.with(BackupEntries.HOME, shelf.record(BackupEntries.full(number)));
            }
            return map;
        }

        @Test
        void fewMoreThanTheMap_goBesideIt() throws IOException {
            index.write(stored(16));
            byte[] map = shelf.get(target.map());

            shelf.record(BackupEntries.full(17));
            index.write(index.load());

            assertThat(shelf.get(target.map())).isEqualTo(map);
            assertThat(MapJson.read(shelf.get(target.recent())).ids()).hasSize(1);
            assertThat(index.load().size()).isEqualTo(17);
            assertThat(index.isBehind()).isFalse();
        }

        @Test
        void manyMoreThanTheMap_goIntoIt() throws IOException {
            index.write(stored(16));
            for (int number = 17; number <= 19; number++) {
                shelf.record(BackupEntries.full(number));
                index.write(index.load());
            }

            assertThat(MapJson.read(shelf.get(target.map())).size()).isEqualTo(19);
            assertThat(exists(target.recent())).isFalse();
            assertThat(index.load().size()).isEqualTo(19);
        }

        @Test
        void damagedRecentPart_isNoObstacle() throws IOException {
            index.write(stored(16));
            shelf.record(BackupEntries.full(17));
            index.write(index.load());
            shelf.put(target.recent(), new byte[] {'{'});

            assertThat(index.load().size()).isEqualTo(17);
            assertThat(index.isBehind()).isTrue();
            index.write(index.load());
            assertThat(MapJson.read(shelf.get(target.map())).size()).isEqualTo(17);
            assertThat(exists(target.map() + ".damaged")).isFalse();
        }

        @Test
        void mapOfTheOriginalProgram_isAlwaysWhole() throws IOException {
            OriginalMini.copyTo(directory);
            index.write(index.load().joined(stored(40)));
            shelf.record(BackupEntries.full(41));

            index.write(index.load());

            assertThat(exists(target.recent())).isFalse();
            assertThat(MapJson.read(shelf.get(target.map()))).isEqualTo(index.load());
        }
    }

    @Nested
    class InterruptedDeletions {
        private void begin() throws IOException {
            shelf.backup(1, 0);
            shelf.backup(2, 1);
            shelf.backup(3, 2);
            new Deletions(target).begin(List.of("id2", "id3"), List.of());
        }

        @Test
        void beforeTheFirstRecordIsGone_nothingIsDeleted() throws IOException {
            begin();
            assertThat(index.load()).isEqualTo(shelf.map());
        }

        @Test
        void afterTheFirstRecordIsGone_allAreDeleted() throws IOException {
            begin();
            target.store().delete(target.backup("id2"));

            assertThat(index.load().ids()).containsExactly("id1");
            assertThat(index.isBehind()).isTrue();
        }

        @Test
        void afterTheIndexIsWritten_theyDoNotComeBack() throws IOException {
            begin();
            target.store().delete(target.backup("id2"));
            index.write(index.load());

            assertThat(index.load().ids()).containsExactly("id1");
            assertThat(index.isBehind()).isFalse();
        }
    }
}
