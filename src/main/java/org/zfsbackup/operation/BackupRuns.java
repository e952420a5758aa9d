package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.plan.SharedStep;
import org.zfsbackup.repository.LockedException;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;

/**
 * A run to several targets, each with its own lock, map, plan and failure. For one thread.
 *
 * <p>A target that fails is left out of the rest of the run; the others continue. {@link #throwFailures} reports the
 * failures at the end.
 */
public final class BackupRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupRuns.class);

    /** Opens the run to one target. */
    @FunctionalInterface
    public interface Opener {
        /**
         * The run, which the caller closes.
         *
         * @throws IOException if the target cannot be used
         */
        BackupRun open(String name) throws IOException;
    }

    private final RunListener listener;
    private final Map<String, BackupRun> open = new LinkedHashMap<>();
    private final Map<String, PendingBackup> pending = new LinkedHashMap<>();
    private final Map<String, Exception> failures = new LinkedHashMap<>();
    private final int targets;
    private Optional<String> shortfall = Optional.empty();

    private final boolean owner;
    private boolean planned;

    private BackupRuns(int targets, RunListener listener, boolean owner) {
        this.targets = targets;
        this.listener = listener;
        this.owner = owner;
    }

    /**
     * The same runs for one of several datasets: a target that fails is left out of the rest of this dataset only. The
     * caller closes it, which leaves the runs open.
     */
    public BackupRuns forDataset() {
        BackupRuns part = new BackupRuns(targets, listener, false);
        part.open.putAll(open);
        part.failures.putAll(failures);
        return part;
    }

    /**
     * Opens a run to each target, one after the other. A target that cannot be opened counts as failed. The caller
     * closes the runs.
     *
     * @param names in the same order in all runs, because two runs that take the same locks in different orders would
     *     wait for each other
     * @param opener opens the run to one target
     * @param listener gets the failures of targets
     */
    public static BackupRuns open(List<String> names, Opener opener, RunListener listener) {
        BackupRuns runs = new BackupRuns(names.size(), listener, true);
        for (String name : names) {
            try {
                runs.open.put(name, opener.open(name));
            } catch (IOException | RuntimeException e) {
                runs.fail(name, e);
            }
        }
        return runs;
    }

    /**
     * Opens a run to each target like {@link #open}, unless another run holds the lock of one.
     *
     * @throws LockedException if another run holds the lock of a target; no run is open then, and no target has failed
     */
    public static BackupRuns openUnlocked(List<String> names, Opener opener, RunListener listener)
            throws LockedException {
        BackupRuns runs = new BackupRuns(names.size(), listener, true);
        Map<String, Exception> failed = new LinkedHashMap<>();
        for (String name : names) {
            try {
                runs.open.put(name, opener.open(name));
            } catch (LockedException e) {
                runs.close();
                throw e;
            } catch (IOException | RuntimeException e) {
                failed.put(name, e);
            }
        }
        failed.forEach(runs::fail);
        return runs;
    }

    /**
     * Plans what to send of a dataset to the open targets that have not failed, each stream once. Called again after each
     * stream, because the source may have changed; only the first plan of streams is told to the user.
     *
     * @param dataset the dataset
     * @param here its snapshots
     * @param sends what the source's zfs can do; asked only for a new chain
     */
    public List<SharedStep> plan(DatasetName dataset, SnapshotTree here, Supplier<SendFeatures> sends) {
        Map<String, List<SendStep>> steps = new LinkedHashMap<>();
        Set<String> warnings = new LinkedHashSet<>();
        Set<Snapshot> newest = new LinkedHashSet<>();
        wanted().forEach((name, run) -> {
            BackupPlan plan = planOf(run, dataset, here, sends);
            plan.refusal().ifPresent(why -> fail(name, new IOException(why)));
            shortfall = shortfall.or(plan::shortfall);
            if (plan instanceof BackupPlan.Send send) {
                steps.put(name, send.steps());
                warnings.addAll(send.warnings());
            } else if (plan instanceof BackupPlan.UpToDate upToDate) {
                LOG.debug("{} is already at the target {}", upToDate.newest().name(), name);
                newest.add(upToDate.newest());
            }
        });
        if (!planned) {
            warnings.forEach(LOG::warn);
            tellUpToDate(steps.isEmpty() ? newest : Set.of());
        }
        planned |= !steps.isEmpty();
        return SharedStep.merged(steps, here.snapshots());
    }

    private Map<String, BackupRun> wanted() {
        Map<String, BackupRun> wanted = new LinkedHashMap<>(open);
        wanted.keySet().removeAll(failures.keySet());
        return wanted;
    }

    private void tellUpToDate(Set<Snapshot> newest) {
        if (failures.isEmpty() && shortfall.isEmpty()) {
            newest.forEach(snapshot -> listener.upToDate(snapshot.name().toString()));
        }
    }

    /** A target that fails while it is planned for is left out like one that refuses. */
    private static BackupPlan planOf(
            BackupRun run, DatasetName dataset, SnapshotTree here, Supplier<SendFeatures> sends) {
        try {
            return run.plan(dataset, here, sends);
        } catch (IOException e) {
            return new BackupPlan.Impossible(String.valueOf(e.getMessage()));
        }
    }

    /** A sentence about what is still missing after the whole plan is done; empty if the targets are then complete. */
    public Optional<String> shortfall() {
        return shortfall;
    }

    /** Whether a target of this step has not failed yet. */
    public boolean isWanted(SharedStep round) {
        return round.targets().stream().anyMatch(name -> !hasFailed(name));
    }

    /**
     * Starts the backup at each target of the step that has not failed yet.
     *
     * @return the started backups, by the names of the targets
     */
    public Map<String, PendingBackup> begin(SharedStep round, OptionalLong estimate) {
        Map<String, PendingBackup> begun = new LinkedHashMap<>();
        for (String name : round.targets()) {
            BackupRun run = open.get(name);
            if (run != null && !hasFailed(name)) {
                try {
                    PendingBackup backup = run.begin(round.step(), estimate);
                    begun.put(name, backup);
                    pending.put(name, backup);
                } catch (IOException | RuntimeException e) {
                    fail(name, e);
                }
            }
        }
        return begun;
    }

    /** Whether this target has failed. */
    public boolean hasFailed(String name) {
        return failures.containsKey(name);
    }

    /** Records the failure of a target. An uncommitted backup is removed when the runs are closed. */
    public void fail(String name, Exception cause) {
        Exception earlier = failures.putIfAbsent(name, cause);
        if (earlier == null) {
            LOG.warn("The target {} is left out of the rest of this run: {}", name, cause.getMessage());
            listener.targetFailed(name, cause);
        } else if (earlier != cause) {
            earlier.addSuppressed(cause);
        }
    }

    /**
     * Releases all locks; those of failed targets last, because a place that does not answer keeps the others waiting.
     */
    @Override
    public void close() {
        List<String> names = new ArrayList<>(open.keySet());
        names.removeAll(failures.keySet());
        names.forEach(this::close);
        failures.keySet().stream().filter(open::containsKey).toList().forEach(this::close);
    }

    private void close(String name) {
        BackupRun run = open.remove(name);
        PendingBackup last = pending.remove(name);
        try {
            if (last != null && run != null) {
                last.abandon();
            }
        } catch (IOException | RuntimeException e) {
            fail(name, e);
        } finally {
            end(name, run);
        }
    }

    private void end(String name, @Nullable BackupRun run) {
        try {
            if (owner && run != null) {
                run.close();
            }
        } catch (IOException | RuntimeException e) {
            fail(name, e);
        }
    }

    /** @throws IOException if targets have failed, with the name and the cause of each */
    public void throwFailures() throws IOException {
        if (failures.isEmpty()) {
            return;
        }
        Map<String, List<String>> names = new LinkedHashMap<>();
        failures.forEach((name, cause) ->
                names.computeIfAbsent(text(cause), key -> new ArrayList<>()).add(name));
        String each = names.entrySet().stream()
                .map(entry -> String.join(", ", entry.getValue()) + ": " + entry.getKey())
                .collect(Collectors.joining("; "));
        IOException failure = new IOException(failures.size() + " of " + targets + " targets failed. " + each);
        failures.values().stream().distinct().forEach(failure::addSuppressed);
        throw failure;
    }

    private static String text(Exception cause) {
        return cause.getMessage() == null ? cause.toString() : cause.getMessage();
    }
}
