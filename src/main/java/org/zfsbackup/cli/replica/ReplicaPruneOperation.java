package org.zfsbackup.cli.replica;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.zfsbackup.api.ZfsReplication;
import org.zfsbackup.cli.Confirmation;
import org.zfsbackup.cli.option.KeepOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.plan.KeepRules;
import org.zfsbackup.plan.ReplicaPrunePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The operation {@code prune} for a replica. */
@Command(
        name = "prune",
        description = {
            "Destroys the snapshots of the replica that no rule keeps, but never one that is held, the origin of a clone,"
                    + " or the base of the next replication.",
            "The rules mean what they mean in restic."
        },
        sortOptions = false)
@UsesOptions(SelectionOptions.class)
final class ReplicaPruneOperation extends ReplicaOperation {
    @Mixin
    KeepOptions keep = new KeepOptions();

    @Option(names = "--dry-run", description = "Only show what would be destroyed, and why the others are kept.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask for confirmation on a terminal.")
    boolean yes;

    @Override
    protected int run() throws Exception {
        KeepRules rules = keep.rules();
        ZfsReplication replication = method().replication();
        if (!dryRun && !yes && Confirmation.isPossible()) {
            confirm(replication.planPrune(rules));
        }
        ReplicaPrunePlan plan = dryRun ? replication.planPrune(rules) : replication.prune(rules);
        show(dryRun ? "Would destroy " : "Destroyed ", plan);
        json(values(plan));
        return 0;
    }

    private void confirm(ReplicaPrunePlan plan) throws IOException {
        show("Would destroy ", plan);
        if (!plan.destroyed().isEmpty()) {
            Confirmation.ask(err(), "Destroy these snapshots");
        }
    }

    private void show(String verb, ReplicaPrunePlan plan) {
        for (ReplicaPrunePlan.Decision decision : plan.decisions()) {
            String name = decision.snapshot().fullName();
            print(
                    decision.isKept()
                            ? "Kept " + name + " (" + String.join(", ", decision.reasons()) + ")"
                            : verb + name);
        }
        int count = plan.destroyed().size();
        print(verb + (count == 1 ? "1 snapshot" : count + " snapshots"));
    }

    private Map<String, Object> values(ReplicaPrunePlan plan) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "kept",
                plan.decisions().stream()
                        .filter(ReplicaPrunePlan.Decision::isKept)
                        .map(decision -> Map.of(
                                "snapshot", decision.snapshot().fullName(), "reasons", List.copyOf(decision.reasons())))
                        .toList());
        values.put(
                "destroyed",
                plan.destroyed().stream().map(snapshot -> snapshot.fullName()).toList());
        values.put("dryRun", dryRun);
        return values;
    }
}
