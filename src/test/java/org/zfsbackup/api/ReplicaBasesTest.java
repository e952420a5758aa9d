package org.zfsbackup.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.extension.ExtendWith;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.FakeZfs;
import org.zfsbackup.fixture.NothingLeft;
import org.zfsbackup.service.Settings;

/** The base that a run leaves which does not come to its end. */
@Timeout(300)
@ExtendWith(NothingLeft.class)
class ReplicaBasesTest {
    @TempDir
    Path directory;

    private ZfsReplication replication(FakeZfs zfs) {
        return ZfsReplication.of("tank/a").to("backup/a").settings(Settings.DEFAULT.withZfsCommand(zfs.command()));
    }

    /** The next run goes on from what has arrived: it must not be pruned before. */
    @Test
    void aStreamThatFailsLeavesTheBaseOfTheOneBeforeItAlsoWhereTheDestinationDoesNotAnswer() {
        FakeZfs zfs = FakeZfs.in(directory, 3, 100_000)
                .withPools()
                .receiving("if [ -e $here/two ]; then echo 'the host is gone' >&2; exit 1; fi\n"
                        + "[ ! -e $here/one ] || touch $here/two\ntouch $here/one\ncat >/dev/null");

        assertThatThrownBy(() -> replication(zfs).replicate()).hasMessageContaining("the host is gone");

        assertThat(zfs.calls())
                .filteredOn(call -> call.startsWith("bookmark") || call.startsWith("destroy"))
                .singleElement()
                .asString()
                .matches("bookmark tank/a@s2 tank/a#zfsbackup_[0-9a-f]{8}_1002");
    }

    /** A destination that has swallowed the stream without a word has no snapshot to show. */
    @Test
    void aReceiveThatLeftNothingIsNoSuccess() {
        FakeZfs zfs = FakeZfs.in(directory, 1, 100_000).withPools();

        assertThatThrownBy(() -> replication(zfs).replicate())
                .hasMessageContaining("reported success, but backup/a does not have tank/a@");

        assertThat(zfs.calls()).noneMatch(call -> call.startsWith("bookmark"));
    }
}
