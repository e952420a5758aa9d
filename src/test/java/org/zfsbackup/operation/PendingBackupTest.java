package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.plan.BackupChoice;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupContent;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.stream.Digest;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.Source;

class PendingBackupTest {
    /** As Camel's endpoint, which opens its file before it asks for the first byte. */
    @Test
    void chunkOfEndpoint_isClosedToOthersBeforeItsFirstByte(@TempDir Path directory) throws IOException {
        BackupChoice choice = new BackupChoice(Source.parse("tank/home"), false, true, false);
        try (BackupRun run = BackupRun.open(new Shelf(directory).target, choice, Optional.empty(), Duration.ZERO)) {
            PendingBackup pending =
                    run.begin(new SendStep(BackupEntries.snapshot(1), Optional.empty(), false), OptionalLong.empty());
            Path chunk = directory.resolve(pending.chunkPath(1));

            pending.expect(1);
            Path unfinished = Files.createFile(
                    chunk.resolveSibling(".part-" + chunk.getFileName()),
                    PosixFilePermissions.asFileAttribute(PosixFilePermissions.fromString("rw-r--r--")));
            pending.storing(1, 0);

            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(unfinished)))
                    .isEqualTo("rw-------");
            pending.abandon();
        }
    }

    @Nested
    class Interrupted {
        private static final SendStep STEP = new SendStep(BackupEntries.snapshot(1), Optional.empty(), false);

        private final Shelf shelf;

        Interrupted(@TempDir Path directory) {
            this.shelf = new Shelf(directory);
        }

        private BackupRun run() throws IOException {
            return run(shelf.target);
        }

        private static BackupRun run(Repository target) throws IOException {
            BackupChoice choice = new BackupChoice(Source.parse("tank/home"), false, true, false);
            return BackupRun.open(target, choice, Optional.empty(), Duration.ZERO);
        }

        private static Digest plain(int number) {
            return BackupEntries.digest(new byte[number]);
        }

        private static void store(PendingBackup pending, int number) throws IOException {
            pending.permit(List.of(), List.of());
            pending.stored(number, plain(number), plain(number));
        }

        /** Stores so many chunks, and abandons the backup. */
        private List<String> interrupted(Repository target, int chunks) throws IOException {
            List<String> paths = new ArrayList<>();
            try (BackupRun run = run(target)) {
                PendingBackup pending = run.begin(STEP, OptionalLong.empty());
                for (int number = 1; number <= chunks; number++) {
                    paths.add(pending.chunkPath(number));
                    shelf.put(pending.chunkPath(number), new byte[number]);
                    store(pending, number);
                }
                pending.abandon();
            }
            return paths;
        }

        @Test
        void chunksAreOffered_andBelongToTheBackupThatConfirmsThem() throws IOException {
            List<String> paths = interrupted(shelf.target, 2);
            try (BackupRun run = run()) {
                PendingBackup pending = run.begin(STEP, OptionalLong.empty());
                assertThat(pending.beginning().storedEarlier(1)).contains(plain(1));
                pending.beginning().confirm(1, plain(1));
                pending.beginning().confirm(2, plain(2));
                assertThat(pending.beginning().storedEarlier(3)).isEmpty();
                shelf.put(pending.chunkPath(3), new byte[3]);
                store(pending, 3);
                paths.add(pending.chunkPath(3));

                BackupEntry entry = pending.commit(
                        new BackupContent(List.of(), List.of(), List.of(), Optional.of(plain(6))), List.of());

                assertThat(entry.content().paths()).isEqualTo(paths);
            }
            assertThat(shelf.target.store().list(shelf.target.pending())).isEmpty();
        }

        @Test
        void streamThatEndsWithAConfirmedChunk_storesThatAgain() throws IOException {
            List<String> paths = interrupted(shelf.target, 2);
            try (BackupRun run = run()) {
                PendingBackup pending = run.begin(STEP, OptionalLong.empty());
                pending.beginning().confirm(1, plain(1));
                pending.beginning().confirm(2, plain(2));

                assertThatThrownBy(() -> pending.beginning().storeAgain(2)).isInstanceOf(ChangedStreamException.class);

                assertThat(pending.beginning().storedEarlier(1)).contains(plain(1));
                assertThat(pending.beginning().storedEarlier(2)).isEmpty();
                assertThat(shelf.names()).contains(paths.get(0)).doesNotContain(paths.get(1));
            }
        }

        @Test
        void secondDifference_endsTheComparison() throws IOException {
            interrupted(shelf.target, 3);
            try (BackupRun run = run()) {
                PendingBackup pending = run.begin(STEP, OptionalLong.empty());
                pending.beginning().confirm(1, plain(1));
                pending.beginning().confirm(2, plain(2));
                assertThatThrownBy(() -> pending.beginning().confirm(3, plain(7)))
                        .isInstanceOf(ChangedStreamException.class);
                pending.beginning().confirm(1, plain(1));

                assertThatThrownBy(() -> pending.beginning().confirm(2, plain(7)))
                        .isInstanceOf(ChangedStreamException.class);

                assertThat(pending.beginning().storedEarlier(1)).isEmpty();
            }
        }

        @Test
        void otherStream_isNotCompared() throws IOException {
            interrupted(shelf.target, 2);
            try (BackupRun run = run()) {
                SendStep other = new SendStep(BackupEntries.snapshot(2), Optional.empty(), false);
                assertThat(run.begin(other, OptionalLong.empty()).beginning().storedEarlier(1))
                        .isEmpty();
                SendStep raw = new SendStep(
                        BackupEntries.snapshot(1),
                        Optional.empty(),
                        false,
                        new SendOptions(true, false, false, false, false));
                assertThat(run.begin(raw, OptionalLong.empty()).beginning().storedEarlier(1))
                        .isEmpty();
                assertThat(run.begin(STEP, OptionalLong.empty()).beginning().storedEarlier(1))
                        .isPresent();
            }
        }

        /** Otherwise the record of a large backup would be written more often than its chunks. */
        @Test
        void longRecord_isNotWrittenAfterEveryChunk() throws IOException {
            AtomicInteger writes = new AtomicInteger();
            Repository counted = new Repository(
                    new DelegatingStore(shelf.target.store()) {
                        @Override
                        public void put(String name, InputStream content) throws IOException {
                            if (name.contains("/pending/")) {
                                writes.incrementAndGet();
                            }
                            super.put(name, content);
                        }
                    },
                    "host1");

            interrupted(counted, 600);

            assertThat(writes.get()).isBetween(100, 300);
            try (BackupRun run = run()) {
                PendingBackup pending = run.begin(STEP, OptionalLong.empty());
                assertThat(pending.beginning().storedEarlier(600))
                        .as("the end of a run writes it once more")
                        .contains(plain(600));
            }
        }

        /** What is stored would only stand in the way of others. */
        @Test
        void fullPlace_keepsNothing() throws IOException {
            Repository full = new Repository(
                    new DelegatingStore(shelf.target.store()) {
                        @Override
                        public OptionalLong room() {
                            return OptionalLong.of(1);
                        }
                    },
                    "host1");

            interrupted(full, 2);

            assertThat(shelf.names()).noneMatch(name -> name.contains("/chunks/") || name.contains("/pending/"));
        }
    }
}
