package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.store.directory.DirectoryStore;

/** Whether a plan is refused if objects of the chain that it builds on are missing. */
class ChainCheckTest {
    private static final class Counting extends DelegatingStore {
        private int lists;
        private int others;

        Counting(Path directory) {
            super(new DirectoryStore(directory));
        }

        @Override
        public List<StoredObject> list(String folder) throws IOException {
            lists++;
            return super.list(folder);
        }

        @Override
        public Optional<StoredObject> stat(String name) throws IOException {
            others++;
            return super.stat(name);
        }

        @Override
        public InputStream get(String name) throws IOException {
            others++;
            return super.get(name);
        }
    }

    @TempDir
    Path directory;

    private static BackupPlan next() {
        return new BackupPlan.Send(
                List.of(new SendStep(BackupEntries.snapshot(4), Optional.of(BackupEntries.snapshot(3)), false)),
                List.of(),
                List.of(),
                List.of());
    }

    private static BackupPlan upToDate() {
        return new BackupPlan.UpToDate(BackupEntries.snapshot(3), List.of());
    }

    private static BackupPlan full() {
        return new BackupPlan.Send(
                List.of(new SendStep(BackupEntries.snapshot(4), Optional.empty(), false)),
                List.of(),
                List.of(),
                List.of());
    }

    /** A full backup and two increments. */
    private Shelf chain() throws IOException {
        Shelf shelf = new Shelf(directory);
        shelf.backup(1, 0);
        shelf.backup(2, 1);
        shelf.backup(3, 2);
        return shelf;
    }

    private static Optional<String> refusal(Shelf shelf, BackupPlan plan) throws IOException {
        return new ChainCheck(shelf.target)
                .checked(BackupEntries.HOME, plan, new Chains(shelf.map().of(BackupEntries.HOME)), false)
                .refusal();
    }

    private static String chunk(Shelf shelf, int backup, int number) {
        return shelf.target.chunk("id" + backup, number);
    }

    @Nested
    class OfAWholeChain {
        @Test
        void anyPlan_isKept() throws IOException {
            Shelf shelf = chain();

            assertThat(refusal(shelf, next())).isEmpty();
            assertThat(refusal(shelf, upToDate())).isEmpty();
        }

        @Test
        void manyPlans_costOneListingAndReadNothing() throws IOException {
            Chains chains = new Chains(chain().map().of(BackupEntries.HOME));
            Counting store = new Counting(directory);
            ChainCheck check = new ChainCheck(new Repository(store, "host1"));

            for (int run = 0; run < 100; run++) {
                check.checked(BackupEntries.HOME, next(), chains, false);
                check.checked(BackupEntries.HOME, upToDate(), chains, false);
            }

            assertThat(store.lists).isEqualTo(1);
            assertThat(store.others).isZero();
        }
    }

    @Nested
    class OfAChainWithAGap {
        @Test
        void nextIncrement_isRefusedWithTheBackupAndTheChunk() throws IOException {
            Shelf shelf = chain();
            shelf.target.store().delete(chunk(shelf, 1, 2));

            assertThat(refusal(shelf, next()).orElseThrow())
                    .contains("@s1 (ID id1): 1 of 3 chunks", chunk(shelf, 1, 2) + " is missing", "--full");
        }

        @Test
        void middleOfTheChain_countsToo() throws IOException {
            Shelf shelf = chain();
            shelf.target.store().delete(chunk(shelf, 2, 1));

            assertThat(refusal(shelf, next()).orElseThrow()).contains("@s2 (ID id2)");
        }

        @Test
        void chunkCutShort_isRefusedWithBothSizes() throws IOException {
            Shelf shelf = chain();
            shelf.put(chunk(shelf, 3, 1), new byte[1000]);

            assertThat(refusal(shelf, next()).orElseThrow()).contains("has 1000 bytes instead of " + Shelf.CHUNK);
        }

        @Test
        void nothingToDo_isRefusedToo() throws IOException {
            Shelf shelf = chain();
            shelf.target.store().delete(chunk(shelf, 1, 1));

            assertThat(refusal(shelf, upToDate())).isPresent();
        }

        @Test
        void newChain_isAllowed() throws IOException {
            Shelf shelf = chain();
            shelf.target.store().delete(chunk(shelf, 1, 1));

            assertThat(refusal(shelf, full())).isEmpty();
        }

        @Test
        void wholeFolderGone_namesFiveBackupsAtMost() throws IOException {
            Shelf shelf = chain();
            for (int number = 4; number <= 9; number++) {
                shelf.backup(number, number - 1);
            }
            for (StoredObject object : shelf.target.store().list(shelf.target.chunks())) {
                shelf.target.store().delete(object.name());
            }
            BackupPlan plan = new BackupPlan.UpToDate(BackupEntries.snapshot(9), List.of());

            assertThat(refusal(shelf, plan).orElseThrow())
                    .contains("@s1 (ID id1): 3 of 3 chunks", "of 4 more backups")
                    .doesNotContain("id7");
        }
    }

    @Test
    void newerWholeChainBesideADamagedOne_isBuiltOn() throws IOException {
        Shelf shelf = chain();
        shelf.target.store().delete(chunk(shelf, 1, 1));
        BackupEntry again = shelf.chunks(8, 0);
        shelf.commit(new BackupEntry(
                again.id(), BackupEntries.point(3), Optional.empty(), again.content(), again.details()));

        assertThat(refusal(shelf, next())).isEmpty();
    }
}
