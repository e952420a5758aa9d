package org.zfsbackup.cli.store;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.Confirmation;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The operation {@code delete}. */
@Command(
        name = "delete",
        description = {
            "Deletes backups, but never one that a kept backup builds on.",
            "Name a snapshot with --dataset DATASET@SNAPSHOT, or backups and chains by the IDs that list shows."
        },
        sortOptions = false)
final class DeleteOperation extends StoreOperation {
    @Option(
            names = "--id",
            paramLabel = "ID",
            split = ",",
            description = "Delete the backup with this ID. Repeat the option for more.")
    List<String> ids = new ArrayList<>();

    @Option(
            names = "--chain",
            paramLabel = "ID",
            split = ",",
            description =
                    "Delete the whole chain that starts with the full backup of this ID. Repeat the option for more.")
    List<String> chains = new ArrayList<>();

    @Option(names = "--with-dependents", description = "Also delete the backups that build on it.")
    boolean withDependents;

    @Option(names = "--all", description = "Delete all backups of the dataset.")
    boolean all;

    @Option(names = "--dry-run", description = "Only show what would be deleted.")
    boolean dryRun;

    @Option(names = "--yes", description = "Do not ask for confirmation on a terminal.")
    boolean yes;

    @Override
    protected int run() throws Exception {
        DeleteChoice choice = choice();
        ZfsBackup backup = method().backup(!choice.namesBackups());
        boolean asks = !dryRun && !yes && Confirmation.isPossible();
        DeletePlan.Delete planned = null;
        if (dryRun || asks) {
            planned = DeletionDialog.feasible(backup.planDelete(choice));
            show("Would delete ", planned);
        }
        if (asks) {
            DeletionDialog.confirm(err());
        }
        if (!dryRun) {
            planned = DeletionDialog.feasible(backup.delete(choice));
            show("Deleted ", planned);
        }
        json(planned == null ? Map.of() : values(planned));
        return 0;
    }

    private DeleteChoice choice() {
        Optional<Source> source = source();
        DeleteChoice choice = new DeleteChoice(source, ids, chains, withDependents);
        boolean whole = source.isEmpty() || source.get().snapshot().isEmpty();
        if (!choice.namesBackups() && whole && !(all && source.isPresent())) {
            throw usage(
                    "name the snapshot whose backup to delete with --dataset DATASET@SNAPSHOT, a backup with --id, a"
                            + " chain with --chain, or all backups of the dataset with --all");
        }
        return choice;
    }

    private void show(String verb, DeletePlan.Delete plan) {
        plan.backups().forEach(one -> print(verb + DeletionDialog.line(one)));
        print(verb + DeletionDialog.amount(plan));
    }

    private Map<String, Object> values(DeletePlan.Delete plan) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("deleted", plan.backups().stream().map(DeletionDialog::name).toList());
        values.put("ids", plan.ids());
        values.put("chunks", plan.chunks());
        values.put("bytes", DeletionDialog.bytes(plan));
        values.put("dryRun", dryRun);
        return values;
    }
}
