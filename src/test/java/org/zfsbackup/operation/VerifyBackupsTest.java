package org.zfsbackup.operation;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIOException;

import java.io.FilterInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.DelegatingStore;
import org.zfsbackup.fixture.Shelf;
import org.zfsbackup.fixture.TestStreams;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.store.StoredObject;
import org.zfsbackup.zfs.Source;

/** What is damage, and what is a connection that broke. */
@Timeout(300)
class VerifyBackupsTest {
    private final Path directory;
    private final Shelf shelf;

    VerifyBackupsTest(@TempDir Path directory) throws IOException {
        this.directory = Files.createDirectories(directory.resolve("mounted"));
        this.shelf = new Shelf(this.directory);
    }

    @BeforeEach
    void makeBackups() throws IOException {
        shelf.backup(1, 0);
        shelf.backup(2, 1);
    }

    private static VerifyReport verify(ObjectStore store) throws IOException {
        return new VerifyBackups(new Repository(store, "host1"), PipeContext.plain(), Thawing.DEFAULT)
                .verify(Optional.empty());
    }

    private static List<VerifyReport.State> states(VerifyReport report) {
        return report.results().stream().map(VerifyReport.Result::state).toList();
    }

    /** A store over a network, whose connection breaks in the middle of some chunks. */
    private class Remote extends DelegatingStore {
        final List<String> opened = new ArrayList<>();
        private int breaks;

        Remote(int breaks) {
            super(shelf.target.store());
            this.breaks = breaks;
        }

        @Override
        public InputStream get(String name) throws IOException {
            opened.add(name);
            InputStream in = store.get(name);
            return new FilterInputStream(in) {
                @Override
                public int read(byte[] target, int offset, int length) throws IOException {
                    if (name.endsWith("id2.000002") && breaks > 0) {
                        breaks--;
                        throw new IOException("Connection reset");
                    }
                    return super.read(target, offset, length);
                }
            };
        }

        @Override
        public boolean isReadExpensive() {
            return true;
        }
    }

    @Test
    void aConnectionThatBrokeOnceIsNoDamage() throws IOException {
        assertThat(verify(new Remote(1)).isGood()).isTrue();
    }

    @Test
    void whatCannotBeReadTwiceIsDamagedWhereTheTargetIsThere() throws IOException {
        VerifyReport report = verify(new Remote(100));

        assertThat(states(report)).containsExactly(VerifyReport.State.GOOD, VerifyReport.State.DAMAGED);
        assertThat(report.results().get(1).remark()).contains("Connection reset");
    }

    @Test
    void aTargetThatIsNotThereAnyMoreEndsTheVerification() {
        ObjectStore gone = new Remote(100) {
            @Override
            public void checkReachable() throws IOException {
                if (opened.stream().anyMatch(name -> name.endsWith("id2.000002"))) {
                    throw new IOException("cannot connect to nas");
                }
            }
        };

        assertThatIOException()
                .isThrownBy(() -> verify(gone))
                .withMessageMatching("the verification stopped at .*@\\S+, whose state is unknown"
                        + " \\(Connection reset\\), because the target cannot be reached: cannot connect to nas");
    }

    @Test
    void aDiskThatWasUnmountedMeanwhileIsNoDamage() {
        ObjectStore unmounted = new DelegatingStore(shelf.target.store()) {
            @Override
            public InputStream get(String name) throws IOException {
                if (name.endsWith("id2.000002")) {
                    Files.move(directory, directory.resolveSibling("elsewhere"));
                }
                return store.get(name);
            }
        };

        assertThatIOException()
                .isThrownBy(() -> verify(unmounted))
                .withMessageContaining("because the target cannot be reached: there is no directory " + directory);
    }

    @Test
    void aChangedChunkIsDamageAndIsReadOnceAlone() throws IOException {
        String chunk = shelf.target.chunk("id2", 2);
        shelf.put(chunk, TestStreams.flipped(shelf.get(chunk), 100));
        Remote remote = new Remote(0);

        assertThat(states(verify(remote))).containsExactly(VerifyReport.State.GOOD, VerifyReport.State.DAMAGED);
        assertThat(remote.opened).containsOnlyOnce(chunk);
    }

    @Test
    void backupThatIsDeletedMeanwhile_isNotMissed() throws IOException {
        ObjectStore deleting = new DelegatingStore(shelf.target.store()) {
            private boolean deleted;

            @Override
            public Optional<StoredObject> stat(String name) throws IOException {
                if (!deleted && name.endsWith("id2.000001")) {
                    deleted = true;
                    new DeleteBackups(shelf.target).delete(DeleteChoice.of(Source.parse("tank/home@s2"), false));
                }
                return super.stat(name);
            }
        };

        VerifyReport report = verify(deleting);

        assertThat(states(report)).containsExactly(VerifyReport.State.GOOD);
        assertThat(report.isGood()).isTrue();
    }

    @Test
    void aMissingChunkIsDamage() throws IOException {
        shelf.target.store().delete(shelf.target.chunk("id1", 1));

        VerifyReport report = verify(shelf.target.store());

        assertThat(states(report)).containsExactly(VerifyReport.State.DAMAGED, VerifyReport.State.DAMAGED);
        assertThat(report.results().get(0).remark()).contains("is missing");
        assertThat(report.results().get(1).remark()).contains("it builds on @s1, which is damaged");
    }
}
