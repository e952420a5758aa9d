package org.zfsbackup.cli.store;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.plan.DeleteChoice;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.stream.ByteSize;
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
        boolean asks = !dryRun && !yes && isWatched();
        DeletePlan.Delete planned = null;
        if (dryRun || asks) {
            planned = doable(backup.planDelete(choice));
            show("Would delete ", planned);
        }
        if (asks && !isConfirmed()) {
            throw new IOException("nothing was deleted, because the answer was not yes");
        }
        if (!dryRun) {
            planned = doable(backup.delete(choice));
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

    private static DeletePlan.Delete doable(DeletePlan plan) throws IOException {
        if (plan instanceof DeletePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        return (DeletePlan.Delete) plan;
    }

    /** bin/zfsbackup says so, because from Java 22 on {@code System.console()} exists without a terminal too. */
    private static boolean isWatched() {
        return Boolean.getBoolean("zfsbackup.terminal") && Boolean.getBoolean("zfsbackup.terminal.input");
    }

    private boolean isConfirmed() throws IOException {
        err().print("Delete these backups permanently? Type yes: ");
        err().flush();
        String answer = new BufferedReader(new InputStreamReader(System.in, StandardCharsets.UTF_8)).readLine();
        return answer != null && answer.strip().equals("yes");
    }

    private void show(String verb, DeletePlan.Delete plan) {
        plan.backups().forEach(one -> print(verb + line(one)));
        int chunks = plan.chunks().size();
        long bytes =
                plan.backups().stream().mapToLong(DeletePlan.Deleted::bytes).sum();
        print(verb + (chunks == 1 ? "1 chunk" : chunks + " chunks") + ", " + ByteSize.format(bytes));
    }

    private static String line(DeletePlan.Deleted one) {
        return name(one) + " (" + (one.entry().parent().isPresent() ? "incremental" : "full") + ", snapshot of "
                + one.entry().created() + ", " + ByteSize.format(one.bytes())
                + one.entry().id().map(id -> ", ID " + id).orElse("") + ")";
    }

    private static String name(DeletePlan.Deleted one) {
        return one.dataset() + "@" + one.entry().snapshot().name();
    }

    private Map<String, Object> values(DeletePlan.Delete plan) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("deleted", plan.backups().stream().map(DeleteOperation::name).toList());
        values.put("ids", plan.ids());
        values.put("chunks", plan.chunks());
        values.put(
                "bytes",
                plan.backups().stream().mapToLong(DeletePlan.Deleted::bytes).sum());
        values.put("dryRun", dryRun);
        return values;
    }
}
