package org.zfsbackup.cli.store;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.Confirmation;
import org.zfsbackup.cli.option.KeepOptions;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.plan.KeepRules;
import org.zfsbackup.plan.PrunePlan;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The operation {@code prune}. */
@Command(
        name = "prune",
        description = {
            "Deletes the backups that no rule keeps, but never one that a kept backup builds on.",
            "Without --dataset it looks at all datasets, each by itself. The rules mean what they mean in restic."
        },
        sortOptions = false)
final class PruneOperation extends StoreOperation {
    @Mixin
    KeepOptions keep = new KeepOptions();

    @Option(names = "--dry-run", description = "Only show what would be deleted, and why the others are kept.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask for confirmation on a terminal.")
    boolean yes;

    @Override
    protected int run() throws Exception {
        KeepRules rules = keep.rules();
        ZfsBackup backup = method().backup(false);
        boolean asks = !dryRun && !yes && Confirmation.isPossible();
        PrunePlan plan = null;
        if (dryRun || asks) {
            plan = backup.planPrune(rules);
            show("Would delete ", plan);
        }
        if (asks && plan != null && plan.kept() < plan.decisions().size()) {
            DeletionDialog.confirm(err());
        }
        if (!dryRun) {
            plan = backup.prune(rules);
            show("Deleted ", plan);
        }
        json(values(plan));
        return 0;
    }

    private void show(String verb, PrunePlan plan) throws IOException {
        DeletePlan.Delete deletion = DeletionDialog.feasible(plan.deletion());
        for (PrunePlan.Decision decision : plan.decisions()) {
            DeletePlan.Deleted one = new DeletePlan.Deleted(decision.dataset(), decision.entry());
            print(
                    decision.isKept()
                            ? "Kept " + DeletionDialog.name(one) + " (" + String.join(", ", decision.reasons()) + ")"
                            : verb + DeletionDialog.line(one));
        }
        print(verb + DeletionDialog.amount(deletion));
    }

    private Map<String, Object> values(@Nullable PrunePlan plan) {
        Map<String, Object> values = new LinkedHashMap<>();
        if (plan != null && plan.deletion() instanceof DeletePlan.Delete deletion) {
            values.put(
                    "kept",
                    plan.decisions().stream()
                            .filter(PrunePlan.Decision::isKept)
                            .map(PruneOperation::values)
                            .toList());
            values.put(
                    "deleted",
                    deletion.backups().stream().map(DeletionDialog::name).toList());
            values.put("ids", deletion.ids());
            values.put("chunks", deletion.chunks());
            values.put("bytes", DeletionDialog.bytes(deletion));
            values.put("dryRun", dryRun);
        }
        return values;
    }

    private static Map<String, Object> values(PrunePlan.Decision decision) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put(
                "snapshot",
                decision.dataset() + "@" + decision.entry().snapshot().name());
        decision.entry().id().ifPresent(id -> values.put("id", id));
        values.put("reasons", List.copyOf(decision.reasons()));
        return values;
    }
}
