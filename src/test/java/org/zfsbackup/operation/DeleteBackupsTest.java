package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.BackupEntries;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.LockedException;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.RunLock;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Source;

class DeleteBackupsTest {
    private final Path directory;
    private final Shelf shelf;
    private final Repository target;

    DeleteBackupsTest(@TempDir Path directory) {
        this.directory = directory;
        this.shelf = new Shelf(directory);
        this.target = shelf.target;
    }

    private DeletePlan delete(String wanted, boolean withDependents) throws IOException {
        return new DeleteBackups(target).delete(DeleteChoice.of(Source.parse(wanted), withDependents));
    }

    @Test
    void aBackupGoesWithItsRecordAndItsChunks() throws IOException {
        BackupEntry kept = shelf.backup(1, 0);
        BackupEntry gone = shelf.backup(2, 1);

        assertThat(delete("tank/home@s2", false)).isInstanceOf(DeletePlan.Delete.class);

        assertThat(new BackupIndex(target).load().of(BackupEntries.HOME)).containsExactly(kept);
        assertThat(shelf.names())
                .containsAll(kept.content().paths())
                .contains(target.backup("id1"), target.recipe())
                .doesNotContainAnyElementsOf(gone.content().paths())
                .doesNotContain(target.backup("id2"), target.lock());
    }

    @Test
    void aPlanChangesNothing() throws IOException {
        shelf.backup(1, 0);
        List<String> names = shelf.names();

        new DeleteBackups(target).plan(DeleteChoice.of(Source.parse("tank/home"), true));

        assertThat(shelf.names()).isEqualTo(names);
        assertThat(new BackupIndex(target).load()).isEqualTo(shelf.map());
    }

    @Test
    void aRefusedPlanChangesNothing() throws IOException {
        shelf.backup(1, 0);
        shelf.backup(2, 1);
        List<String> names = shelf.names();

        assertThat(delete("tank/home@s1", false)).isInstanceOf(DeletePlan.Refused.class);

        assertThat(shelf.names()).isEqualTo(names);
        assertThat(new BackupIndex(target).load()).isEqualTo(shelf.map());
    }

    @Test
    void chunksThatAKeptBackupNeedsStay() throws IOException {
        BackupEntry one = shelf.backup(1, 0);
        BackupEntry shared = BackupEntries.withChunks(
                BackupEntries.full(2), one.content().paths().get(0), target.chunk("id2", 2));
        shelf.put(target.chunk("id2", 2), new byte[1]);
        shelf.commit(shelf.record(shared));

        delete("tank/home@s1", false);

        assertThat(shelf.names()).containsAll(shared.content().paths());
        assertThat(shelf.names()).doesNotContain(one.content().paths().get(1));
    }

    @Test
    void theMapForgetsABackupBeforeItsObjectsGo() throws IOException {
        BackupEntry entry = shelf.backup(1, 0);
        // A folder with something in it, which cannot be deleted as a file can.
        Path chunk = directory.resolve(entry.content().paths().get(0));
        Files.delete(chunk);
        Files.createDirectories(chunk.resolve("x"));

        assertThatIOException().isThrownBy(() -> delete("tank/home", false));

        assertThat(new BackupIndex(target).load().of(BackupEntries.HOME)).isEmpty();
        assertThat(target.read(target.backup("id1"))).isEmpty();
        assertThat(target.read(target.lock())).isEmpty();
    }

    @Test
    void aBackupWithAPipeThatIsNotKnownHereCanBeDeleted() throws IOException {
        BackupEntry entry = shelf.chunks(1, 0);
        shelf.commit(BackupEntries.withPipes(entry, List.of(PipeSpec.of("not-installed")), List.of()));
        shelf.commit(BackupEntries.withPipes(BackupEntries.full(2), List.of(), List.of(PipeSpec.of("not-installed"))));

        delete("tank/home@s1", false);

        assertThat(shelf.names()).doesNotContainAnyElementsOf(entry.content().paths());
    }

    @Test
    void aRunThatWorksOnTheTargetIsNotDisturbed() throws IOException {
        shelf.backup(1, 0);
        try (RunLock lock = RunLock.acquire(target)) {
            assertThatExceptionOfType(LockedException.class).isThrownBy(() -> delete("tank/home", false));
            lock.check();
        }
        assertThat(new BackupIndex(target).load()).isEqualTo(shelf.map());
    }
}
