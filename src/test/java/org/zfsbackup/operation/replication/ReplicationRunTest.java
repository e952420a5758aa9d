package org.zfsbackup.operation.replication;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Queue;
import java.util.concurrent.ConcurrentLinkedQueue;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.TableZfs;
import org.zfsbackup.operation.DatasetSelection;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.ReplicatedDataset;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.plan.replication.IncrementalSteps;
import org.zfsbackup.plan.replication.ReplicationChoice;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendRequest;

/** A run from dataset to dataset, without Camel and without ZFS. */
class ReplicationRunTest {
    private static final ReplicationChoice CHOICE = new ReplicationChoice(
            Optional.empty(), false, IncrementalSteps.EACH, false, false, SendFormatPreference.BEST);

    private final TableZfs tank;
    private final TableZfs backup;
    private final Queue<String> sent = new ConcurrentLinkedQueue<>();
    private final Queue<ReplicatedDataset> replicated = new ConcurrentLinkedQueue<>();

    ReplicationRunTest(@TempDir Path directory) throws IOException {
        tank = TableZfs.in(directory, "tank", 3, 3);
        backup = TableZfs.in(directory, "backup", 3, 2);
    }

    private ReplicationRun run(Recursion recursion, StreamSender sender) {
        ReplicationSettings settings = new ReplicationSettings(
                new DatasetName("tank/all"),
                new DatasetName("backup/all"),
                CHOICE,
                new ReplicationSettings.Scope(recursion, DatasetSelection.ALL, 2),
                BaseRetention.NONE);
        return new ReplicationRun(settings, tank.zfs(), backup.zfs(), sender, new RunListener() {
            @Override
            public void replicated(ReplicatedDataset dataset) {
                replicated.add(dataset);
            }
        });
    }

    /** The stream arrives: the destination has the snapshot afterwards. */
    private long arrive(SendRequest request, ReceiveRequest receive) throws IOException {
        sent.add(request.snapshot().name() + " to " + receive.dataset());
        backup.add(number(receive), 3);
        return 100;
    }

    private static int number(ReceiveRequest receive) {
        String name = receive.dataset().value();
        return name.endsWith("/all") ? 0 : Integer.parseInt(name.substring(name.length() - 1));
    }

    @Test
    void oneDataset_isSentAlone() throws Exception {
        assertThat(run(Recursion.FALSE, this::arrive).run()).isEqualTo(1);

        assertThat(sent).containsExactly("tank/all@s3 to backup/all");
        assertThat(replicated)
                .containsExactly(new ReplicatedDataset("tank/all", "backup/all", 1, 100, Optional.empty()));
    }

    @Test
    void eachDataset_hasStreamsOfItsOwn() throws Exception {
        assertThat(run(Recursion.EACH, this::arrive).run()).isEqualTo(3);

        assertThat(sent)
                .containsExactlyInAnyOrder(
                        "tank/all@s3 to backup/all",
                        "tank/all/d1@s3 to backup/all/d1",
                        "tank/all/d2@s3 to backup/all/d2");
    }

    @Test
    void oneThatFails_leavesTheOthersAlone() {
        ReplicationRun run = run(Recursion.EACH, (request, receive) -> {
            if (number(receive) == 1) {
                throw new IOException("the line broke");
            }
            return arrive(request, receive);
        });

        assertThatThrownBy(run::run).hasMessage("1 of 3 datasets failed. tank/all/d1: the line broke");
        assertThat(sent).hasSize(2);
        assertThat(replicated)
                .filteredOn(one -> one.failure().isPresent())
                .extracting(ReplicatedDataset::source)
                .containsExactly("tank/all/d1");
    }

    @Test
    void streamThatDoesNotArrive_failsTheRun() {
        assertThatThrownBy(() -> run(Recursion.FALSE, (request, receive) -> 100).run())
                .isInstanceOf(IOException.class)
                .hasMessageContaining("tank/all@s3")
                .hasMessageContaining("backup/all");
    }

    /** A run of one dataset whose source has five snapshots and whose destination two, with a change after each stream. */
    private List<String> sentAfter(Change change) throws Exception {
        tank.add(0, 4);
        tank.add(0, 5);
        run(Recursion.FALSE, (request, receive) -> {
                    sent.add(request.base().orElseThrow().shortName() + " "
                            + request.snapshot().shortName());
                    backup.add(
                            0, Integer.parseInt(request.snapshot().shortName().substring(1)));
                    change.make(sent.size());
                    return 100;
                })
                .run();
        return List.copyOf(sent);
    }

    /** What another tool does at the source. */
    private interface Change {
        void make(int streams) throws IOException;
    }

    @Test
    void snapshotPrunedMeanwhile_isSkipped() throws Exception {
        assertThat(sentAfter(streams -> tank.remove(0, 4))).containsExactly("s2 s3", "s3 s5");
    }

    @Test
    void snapshotTakenMeanwhile_isLeftToTheNextRun() throws Exception {
        assertThat(sentAfter(streams -> {
                    if (streams == 1) {
                        tank.add(0, 6);
                    }
                }))
                .containsExactly("s2 s3", "s3 s4", "s4 s5");
    }

    @Test
    void newestPlannedOneThatIsPruned_givesWayToNewerOnes() throws Exception {
        assertThat(sentAfter(streams -> {
                    if (streams == 1) {
                        tank.remove(0, 5);
                        tank.add(0, 6);
                    }
                }))
                .containsExactly("s2 s3", "s3 s4", "s4 s6");
    }

    @Test
    void baseThatIsGone_endsTheRunWithBothSides() {
        assertThatThrownBy(() -> sentAfter(streams -> tank.remove(0, 3)))
                .hasMessageContaining("backup/all has @s3, which the source does not have");
        assertThat(sent).containsExactly("s2 s3");
    }

    @Test
    void datasetThatIsLate_isPlannedAgain() throws Exception {
        List<String> late = new ArrayList<>();
        run(Recursion.EACH, (request, receive) -> {
                    if (sent.isEmpty()) {
                        tank.add(1, 4);
                        tank.remove(1, 3);
                        tank.add(2, 4);
                        tank.remove(2, 3);
                    } else {
                        late.add(request.snapshot().shortName());
                    }
                    sent.add(request.snapshot().fullName());
                    int to = Integer.parseInt(request.snapshot().shortName().substring(1));
                    backup.add(number(receive), to);
                    return 100;
                })
                .run();
        assertThat(late).containsExactly("s4", "s4");
    }

    @Test
    void baseAndSnapshot_areHeldBeforeEachStream() throws Exception {
        sentAfter(streams -> {});
        assertThat(tank.calls())
                .filteredOn(call -> call.startsWith("hold") || call.startsWith("release"))
                .extracting(call -> call.replaceAll("zfsbackup_[0-9a-f]{8}_run tank/all", "TAG"))
                .containsExactly(
                        "hold TAG@s2",
                        "hold TAG@s3",
                        "hold TAG@s4",
                        "release TAG@s2",
                        "hold TAG@s5",
                        "release TAG@s3",
                        "release TAG@s4",
                        "release TAG@s5");
    }

    @Test
    void streamThatFails_leavesNoHold() throws Exception {
        assertThatThrownBy(() -> run(Recursion.FALSE, (request, receive) -> {
                            throw new IOException("the line broke");
                        })
                        .run())
                .hasMessage("the line broke");
        assertThat(tank.calls()).filteredOn(call -> call.startsWith("hold")).hasSize(2);
        assertThat(tank.calls()).filteredOn(call -> call.startsWith("release")).hasSize(2);
    }

    @Test
    void nothingToSend_sendsNothing() throws Exception {
        for (int dataset = 0; dataset < 3; dataset++) {
            backup.add(dataset, 3);
        }

        assertThat(run(Recursion.EACH, this::arrive).run()).isZero();
        assertThat(List.copyOf(sent)).isEmpty();
        assertThat(replicated).hasSize(3).allMatch(one -> one.failure().isEmpty());
    }
}
