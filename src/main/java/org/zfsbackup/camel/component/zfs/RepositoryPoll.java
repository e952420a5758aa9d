package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.List;
import java.util.concurrent.atomic.AtomicBoolean;
import org.zfsbackup.operation.BackupRun;
import org.zfsbackup.operation.BackupRuns;
import org.zfsbackup.operation.DatasetTally;
import org.zfsbackup.operation.LeftOutChildren;
import org.zfsbackup.operation.Recursion;
import org.zfsbackup.operation.TreeBackup;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.BackupPlanner;
import org.zfsbackup.plan.BaseCheck;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.plan.SharedStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.NoSuchDatasetException;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SnapshotTree;
import org.zfsbackup.zfs.Source;
import org.zfsbackup.zfs.Zfs;

/**
 * One run of a consumer that sends to no target, to one repository or to several. For one use; the datasets of a tree may
 * be sent in several threads.
 */
final class RepositoryPoll {
    private final ZfsEndpoint endpoint;
    private final Zfs zfs;
    private final DatasetBatch.Sending sending;
    private final AtomicBoolean outdated = new AtomicBoolean();

    RepositoryPoll(ZfsEndpoint endpoint, DatasetBatch.Sending sending) {
        this.endpoint = endpoint;
        this.zfs = endpoint.zfs();
        this.sending = sending;
    }

    /** Plans and sends, closes the targets, and returns the number of streams that arrived. */
    int run(OpenTargets targets) throws Exception {
        if (targets instanceof OpenTargets.Several several) {
            return toSeveral(several.runs());
        }
        return targets instanceof OpenTargets.One one ? toOne(one.target(), one.run()) : toNone();
    }

    /** Without a target, nothing is known of what was sent, so there is no plan that could be made again. */
    private int toNone() throws Exception {
        return each("nowhere", (dataset, here, tally) -> {
            BackupPlan plan = BackupPlanner.plan(
                    endpoint.choice().of(dataset), here, new Chains(List.of()), this::sendFeatures, BaseCheck.NONE);
            SingleTargetPlan once =
                    new SingleTargetPlan(endpoint, now -> plan, step -> new NoTargetDestination(), tally);
            Deque<StreamTransfer> transfers = new ArrayDeque<>(once.plan(here));
            for (int sent = 0; !transfers.isEmpty() && sending.next(transfers.remove(), sent, transfers.size()); ) {
                sent++;
            }
            once.throwShortfall();
        });
    }

    private int toOne(Repository target, BackupRun run) throws Exception {
        try (run) {
            return each(target.toString(), (dataset, here, tally) -> {
                SingleTargetPlan plan = new SingleTargetPlan(
                        endpoint,
                        now -> run.plan(dataset, now, this::sendFeatures),
                        step -> new SingleTargetDestination(run, step),
                        tally);
                batch(dataset, plan, !endpoint.choice().recursive()).send(here);
                plan.throwShortfall();
            });
        }
    }

    private int toSeveral(BackupRuns runs) throws Exception {
        int sent;
        try (runs) {
            boolean alone = endpoint.getRecursive() != Recursion.EACH;
            sent = each(String.join(", ", endpoint.targetNames()), (dataset, here, tally) -> {
                if (alone) {
                    toSeveral(runs, dataset, here, tally);
                } else {
                    BackupRuns part = runs.forDataset();
                    try (part) {
                        toSeveral(part, dataset, here, tally);
                    }
                    part.throwFailures();
                }
            });
        }
        runs.throwFailures();
        if (runs.shortfall().isPresent()) {
            throw new IOException(runs.shortfall().get());
        }
        return sent;
    }

    private void toSeveral(BackupRuns runs, DatasetName dataset, SnapshotTree here, DatasetTally tally)
            throws Exception {
        batch(
                        dataset,
                        now -> runs.plan(dataset, now, this::sendFeatures).stream()
                                .map(round -> transfer(runs, round, now, tally))
                                .toList(),
                        false)
                .send(here);
    }

    private StreamTransfer transfer(BackupRuns runs, SharedStep round, SnapshotTree now, DatasetTally tally) {
        return new StreamTransfer(
                endpoint,
                zfs,
                SingleTargetPlan.request(round.step(), now),
                new MultiTargetDestination(runs, round),
                tally);
    }

    /**
     * @param asksShortly whether the plan stays as long as the next snapshot and its base exist. Not if it also depends on
     *     other targets or on datasets below
     */
    private DatasetBatch batch(DatasetName dataset, DatasetBatch.Planning planning, boolean asksShortly) {
        DatasetBatch.Renewal renewal = new DatasetBatch.Renewal() {
            @Override
            public boolean canSend(StreamTransfer planned) throws IOException {
                return asksShortly && zfs.has(planned.needed());
            }

            @Override
            public SnapshotTree now(SnapshotTree before) throws IOException {
                return RepositoryPoll.this.now(dataset, before);
            }
        };
        return new DatasetBatch(sending, planning, renewal, outdated);
    }

    /** One dataset, or each of a tree. */
    private int each(String target, TreeBackup.DatasetBackup backup) throws Exception {
        Source source = endpoint.source();
        if (endpoint.getRecursive() == Recursion.EACH) {
            ReplicationConfiguration options = endpoint.getReplication();
            return new TreeBackup(
                            source,
                            target,
                            zfs,
                            options.selection(),
                            options.getParallel(),
                            endpoint.getComponent().listenerOrSilent())
                    .run(backup);
        }
        DatasetTally tally = new DatasetTally();
        backup.backup(source.dataset(), snapshots(source.dataset()), tally);
        return tally.streams();
    }

    private SnapshotTree snapshots(DatasetName dataset) throws IOException {
        if (endpoint.choice().recursive()) {
            return zfs.snapshotTree(dataset);
        }
        DatasetTree shallow =
                zfs.withChildren(dataset).orElseThrow(() -> new NoSuchDatasetException(dataset, zfs.host()));
        LeftOutChildren.tell(shallow, endpoint.getComponent().listenerOrSilent());
        DatasetState state = shallow.find(dataset).orElseThrow();
        return SnapshotTree.of(state, TreeBackup.origin(zfs, state));
    }

    /** Asks for a dataset again. Its origin cannot be pruned. */
    private SnapshotTree now(DatasetName dataset, SnapshotTree before) throws IOException {
        return endpoint.choice().recursive()
                ? zfs.snapshotTree(dataset)
                : SnapshotTree.of(state(dataset), before.origin());
    }

    private DatasetState state(DatasetName dataset) throws IOException {
        return zfs.state(dataset).orElseThrow(() -> new NoSuchDatasetException(dataset, zfs.host()));
    }

    private SendFeatures sendFeatures() {
        try {
            return zfs.sendFeatures();
        } catch (IOException e) {
            throw new UncheckedIOException(e.getMessage(), e);
        }
    }
}
