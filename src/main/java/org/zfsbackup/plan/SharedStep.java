package org.zfsbackup.plan;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.zfs.Snapshot;

/**
 * One stream that is sent once, to every target that needs exactly this stream.
 *
 * @param step the stream
 * @param targets their names
 */
public record SharedStep(SendStep step, List<String> targets) {
    public SharedStep {
        targets = List.copyOf(targets);
    }

    /**
     * Merges the plans of several targets, so that each stream is sent once. A target that lags behind gets its own
     * streams first and then joins the others.
     *
     * @param steps by the target's name; each step builds on the one before
     * @param here the source's snapshots, oldest first
     */
    public static List<SharedStep> merged(Map<String, List<SendStep>> steps, List<Snapshot> here) {
        Map<SendStep, List<String>> takers = new LinkedHashMap<>();
        steps.forEach((target, own) -> own.forEach(
                step -> takers.computeIfAbsent(step, key -> new ArrayList<>()).add(target)));
        return takers.entrySet().stream()
                .map(entry -> new SharedStep(entry.getKey(), entry.getValue()))
                .sorted(Comparator.comparingInt(
                        round -> here.indexOf(round.step().snapshot())))
                .toList();
    }
}
