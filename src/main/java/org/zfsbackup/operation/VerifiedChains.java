package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.chunk.DamagedChunkException;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.repository.map.BackupEntry;

/** The results of a verification: a backup is only as good as those that it builds on. For one thread. */
final class VerifiedChains {
    private record Verified(Chains chains, VerifyReport.Result result) {}

    private final ReadBackup reader;
    private final List<Verified> verified = new ArrayList<>();
    private final Set<BackupEntry> seen = new HashSet<>();
    /** What is wrong with a backup or one that it builds on; empty if nothing is. */
    private final Map<BackupEntry, Optional<String>> wrong = new HashMap<>();

    VerifiedChains(ReadBackup reader) {
        this.reader = reader;
    }

    void add(Chains chains, VerifyReport.Result result) {
        verified.add(new Verified(chains, result));
        seen.add(result.entry());
        if (result.state() == VerifyReport.State.DAMAGED) {
            wrong.put(
                    result.entry(), Optional.of("@" + result.entry().snapshot().name() + ", which is damaged"));
        }
    }

    List<VerifyReport.Result> results() throws IOException {
        List<VerifyReport.Result> results = new ArrayList<>();
        for (Verified backup : verified) {
            results.add(judged(backup.chains(), backup.result()));
        }
        return results;
    }

    private VerifyReport.Result judged(Chains chains, VerifyReport.Result result) throws IOException {
        Optional<BackupEntry> parent = chains.parentOf(result.entry());
        if (!result.isGood() || parent.isEmpty()) {
            return result;
        }
        Optional<String> below = wrongBelow(chains, parent.get());
        return below.isEmpty()
                ? result
                : new VerifyReport.Result(
                        result.dataset(),
                        result.entry(),
                        VerifyReport.State.DAMAGED,
                        "its own chunks are good, but it builds on " + below.get());
    }

    /** Walks down to the nearest backup whose answer is known; a backup that was not verified must at least exist. */
    private Optional<String> wrongBelow(Chains chains, BackupEntry start) throws IOException {
        List<BackupEntry> line = new ArrayList<>();
        Optional<BackupEntry> next = Optional.of(start);
        Optional<String> answer = Optional.empty();
        while (next.isPresent()) {
            BackupEntry entry = next.get();
            if (wrong.containsKey(entry)) {
                answer = wrong.get(entry);
                break;
            }
            line.add(entry);
            Optional<String> missing = missing(entry);
            if (missing.isPresent()) {
                answer = missing;
                break;
            }
            next = chains.parentOf(entry);
        }
        Optional<String> found = answer;
        line.forEach(entry -> wrong.put(entry, found));
        return found;
    }

    private Optional<String> missing(BackupEntry entry) throws IOException {
        if (seen.contains(entry)) {
            return Optional.empty();
        }
        try {
            reader.checkPresent(entry);
            return Optional.empty();
        } catch (DamagedChunkException | MissingChunkException e) {
            return Optional.of("@" + entry.snapshot().name() + ", which is damaged: " + e.getMessage());
        }
    }
}
