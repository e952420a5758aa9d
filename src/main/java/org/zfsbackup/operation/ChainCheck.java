package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.chunk.Chunk;
import org.zfsbackup.plan.BackupPlan;
import org.zfsbackup.plan.Chains;
import org.zfsbackup.plan.SendStep;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.StoredChunks;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;

/**
 * Checks, before a backup builds on a chain or there is nothing to do, that all chunks of that chain are stored. An
 * increment on a chain with a gap could never be restored. For one thread and one run.
 */
final class ChainCheck {
    /** The most backups that a refusal names. */
    private static final int NAMED = 5;

    private final Repository target;
    private final StoredChunks stored;

    ChainCheck(Repository target) {
        this.target = target;
        this.stored = new StoredChunks(target);
    }

    /** Takes in a backup that this run has stored. */
    void add(BackupEntry entry) {
        stored.add(entry.content());
    }

    /**
     * Returns the plan, or a refusal if chunks of the chain that it relies on are missing or have another size. An older
     * base is not used instead, because the user must learn of the loss.
     *
     * @param chains the target's backups of the dataset
     * @param recursive whether the base must hold the datasets below too
     * @throws IOException if the chunks cannot be listed
     */
    BackupPlan checked(DatasetName dataset, BackupPlan plan, Chains chains, boolean recursive) throws IOException {
        Optional<List<BackupEntry>> chain =
                base(plan).flatMap(base -> chains.baseFor(base, recursive)).flatMap(chains::chainOf);
        List<String> problems = new ArrayList<>();
        for (BackupEntry entry : chain.orElse(List.of())) {
            problem(entry).ifPresent(problems::add);
        }
        return problems.isEmpty() ? plan : new BackupPlan.Impossible(refusal(dataset, problems));
    }

    private static Optional<? extends Base> base(BackupPlan plan) {
        if (plan instanceof BackupPlan.UpToDate upToDate) {
            return Optional.of(upToDate.newest());
        }
        return plan instanceof BackupPlan.Send send
                ? send.steps().stream().findFirst().flatMap(SendStep::base)
                : Optional.empty();
    }

    private Optional<String> problem(BackupEntry entry) throws IOException {
        int damaged = 0;
        Optional<String> first = Optional.empty();
        for (Chunk chunk : entry.content().chunks()) {
            Optional<String> problem = stored.problem(chunk);
            if (problem.isPresent()) {
                damaged++;
                first = first.or(() -> Optional.of(chunk.path() + " " + problem.get()));
            }
        }
        int all = damaged;
        return first.map(text -> "@" + entry.snapshot().name()
                + entry.id().map(id -> " (ID " + id + ")").orElse("") + ": " + all + " of "
                + entry.content().chunks().size() + " chunks, for example " + text);
    }

    private String refusal(DatasetName dataset, List<String> problems) {
        String more = problems.size() > NAMED ? "; and of " + (problems.size() - NAMED) + " more backups" : "";
        return "the chain of " + dataset + " at " + target + " can no longer be restored, because chunks are missing or"
                + " damaged: "
                + String.join("; ", problems.subList(0, Math.min(NAMED, problems.size()))) + more
                + ". Nothing was sent, because nothing that builds on this chain could be restored either. Find out what"
                + " removed them, for example a rule for old objects. To start a new chain, run it again with --full";
    }
}
