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
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.plan.SharedStep;
import org.zfsbackup.zfs.Snapshot;
import org.zfsbackup.zfs.SnapshotTree;

/**
 * A run to several targets, each with its own lock, map, plan and failure. For one thread.
 *
 * <p>A target that fails is served no further; the others are. What failed is remembered, and told by {@link
 * #throwFailures} when all is over.
 */
public final class BackupRuns implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(BackupRuns.class);

    /** Opens the run to one target. */
    @FunctionalInterface
    public interface Opener {
        BackupRun open(String name) throws IOException;
    }

    private final RunListener listener;
    private final Map<String, BackupRun> open = new LinkedHashMap<>();
    private final Map<String, PendingBackup> pending = new LinkedHashMap<>();
    private final Map<String, Exception> failures = new LinkedHashMap<>();
    private final int targets;
    private Optional<String> shortfall = Optional.empty();

    private BackupRuns(List<String> names, RunListener listener) {
        this.targets = names.size();
        this.listener = listener;
    }

    /**
     * Opens a run to each target, one after the other.
     *
     * @param names in the same order wherever the same targets are meant: two runs that took the same locks in another
     *     order would wait for each other
     */
    public static BackupRuns open(List<String> names, Opener opener, RunListener listener) {
        BackupRuns runs = new BackupRuns(names, listener);
        for (String name : names) {
            try {
                runs.open.put(name, opener.open(name));
            } catch (IOException | RuntimeException e) {
                runs.fail(name, e);
            }
        }
        return runs;
    }

    /** What is to be sent to those that could be opened, each stream once. */
    public List<SharedStep> plan(SnapshotTree here) {
        Map<String, List<SendStep>> steps = new LinkedHashMap<>();
        Set<String> warnings = new LinkedHashSet<>();
        Set<Snapshot> newest = new LinkedHashSet<>();
        open.forEach((name, run) -> {
            BackupPlan plan = run.plan(here);
            plan.refusal().ifPresent(why -> fail(name, new IOException(why)));
            shortfall = shortfall.or(plan::shortfall);
            if (plan instanceof BackupPlan.Send send) {
                steps.put(name, send.steps());
                warnings.addAll(send.warnings());
            } else if (plan instanceof BackupPlan.UpToDate upToDate) {
                LOG.debug("{} is at the target {} already", upToDate.newest().name(), name);
                newest.add(upToDate.newest());
            }
        });
        warnings.forEach(LOG::warn);
        if (steps.isEmpty() && failures.isEmpty() && shortfall.isEmpty()) {
            newest.forEach(snapshot -> listener.upToDate(snapshot.name().toString()));
        }
        return SharedStep.merged(steps, here.snapshots());
    }

    /** What stays behind although all of the plan is done, as a sentence; nothing if the targets are then complete. */
    public Optional<String> shortfall() {
        return shortfall;
    }

    /** Whether a target of this round has not failed yet. */
    public boolean isWanted(SharedStep round) {
        return round.targets().stream().anyMatch(name -> !hasFailed(name));
    }

    /**
     * Begins the backup at each target of the round that has not failed yet.
     *
     * @return by the names of those where it could be begun
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

    public boolean hasFailed(String name) {
        return failures.containsKey(name);
    }

    /** The target is out: what is not committed of its backup is removed when the run is closed. */
    public void fail(String name, Exception cause) {
        Exception earlier = failures.putIfAbsent(name, cause);
        if (earlier == null) {
            LOG.warn("The target {} is served no further: {}", name, cause.getMessage());
            listener.targetFailed(name, cause);
        } else if (earlier != cause) {
            earlier.addSuppressed(cause);
        }
    }

    /** Gives every lock back; those that failed come last, because a place that does not answer keeps others waiting. */
    @Override
    public void close() {
        List<String> names = new ArrayList<>(open.keySet());
        names.removeAll(failures.keySet());
        names.forEach(this::close);
        failures.keySet().stream().filter(open::containsKey).toList().forEach(this::close);
    }

    private void close(String name) {
        try (BackupRun run = open.remove(name)) {
            PendingBackup last = pending.remove(name);
            if (last != null && run != null) {
                last.abandon();
            }
        } catch (IOException | RuntimeException e) {
            fail(name, e);
        }
    }

    /** Throws where a target failed, naming each and why. */
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
