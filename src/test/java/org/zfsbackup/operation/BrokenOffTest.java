package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.zfs.Source;

/** An operation that is broken off before any of its changes: what is listed can be restored, and clean-up ends it. */
@Timeout(600)
class BrokenOffTest {
    /** A target that no change reaches any more from some moment on, as if the program had been killed then. */
    private static final class Dying extends DelegatingStore {
        private int left;

        Dying(ObjectStore store, int changes) {
            super(store);
            this.left = changes;
        }

        private void change() throws IOException {
            if (left-- <= 0) {
                throw new IOException("killed");
            }
        }

        @Override
        public void put(String name, InputStream content) throws IOException {
            change();
            super.put(name, content);
        }

        @Override
        public void write(String name, byte[] content) throws IOException {
            change();
            super.write(name, content);
        }

        @Override
        public boolean putIfAbsent(String name, byte[] content) throws IOException {
            change();
            return super.putIfAbsent(name, content);
        }

        @Override
        public boolean replace(String name, byte[] content, String version) throws IOException {
            change();
            return super.replace(name, content, version);
        }

        @Override
        public void delete(String name) throws IOException {
            change();
            super.delete(name);
        }
    }

    /** An operation on a target. */
    private interface Action {
        void run(Repository target) throws IOException;
    }

    @TempDir
    Path directory;

    private VerifyReport verify(Repository target) throws IOException {
        return new VerifyBackups(target, PipeContext.plain(), Thawing.DEFAULT).verify(Optional.empty());
    }

    /** Breaks the action off before its n-th change, for each n; gives how many changes it makes. */
    private int everywhere(Action prepare, Action action, Action afterwards) throws IOException {
        for (int changes = 0; ; changes++) {
            Shelf shelf = new Shelf(Files.createDirectory(directory.resolve("at" + changes)));
            shelf.backup(1, 0);
            shelf.backup(2, 1);
            shelf.backup(3, 2);
            prepare.run(shelf.target);
            boolean ended;
            try {
                action.run(new Repository(new Dying(shelf.target.store(), changes), "host1"));
                ended = true;
            } catch (IOException e) {
                ended = false;
            }
            shelf.target.store().delete(shelf.target.lock()); // its owner is gone
            afterwards.run(shelf.target);
            assertThat(verify(shelf.target).isGood())
                    .as("before change " + changes)
                    .isTrue();
            assertThat(verify(shelf.target).findings())
                    .as("before change " + changes)
                    .isEmpty();
            if (ended) {
                return changes;
            }
        }
    }

    @Test
    void deletion_isDoneOrNotAndLeavesNothing() throws IOException {
        int changes = everywhere(
                target -> {},
                target -> new DeleteBackups(target).delete(DeleteChoice.of(Source.parse("tank/home@s3"), false)),
                target -> {
                    new CleanUp(target).run();
                    boolean listed = ListBackups.list(target).ids().contains("id3");
                    assertThat(target.store().stat(target.backup("id3")).isPresent())
                            .isEqualTo(listed);
                    assertThat(target.store().stat(target.chunk("id3", 1)).isPresent())
                            .isEqualTo(listed);
                });
        assertThat(changes).isGreaterThan(9);
    }

    @Test
    void rebuild_canBeRepeated() throws IOException {
        int changes = everywhere(
                target -> target.store().delete(target.map()), target -> new RebuildMap(target).rebuild(), target -> {
                    if (target.store().stat(target.map()).isEmpty()) {
                        assertThat(new RebuildMap(target).rebuild().leftOut()).isEmpty();
                    }
                    new CleanUp(target).run();
                    assertThat(ListBackups.list(target).ids()).containsExactlyInAnyOrder("id1", "id2", "id3");
                });
        assertThat(changes).isGreaterThan(3);
    }

    @Test
    void cleanUp_canBeRepeated() throws IOException {
        everywhere(
                target -> {
                    target.store().delete(target.recipe());
                    target.store().delete(target.previousMap());
                    target.write(target.pending("id4"), new byte[] {'{', '}'});
                    target.write(target.chunk("id4", 1), new byte[1]);
                    target.write(target.chunk("id4", 2), new byte[1]);
                },
                target -> new CleanUp(target).run(),
                target -> new CleanUp(target).run());
    }
}
