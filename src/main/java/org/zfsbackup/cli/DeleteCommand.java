package org.zfsbackup.cli;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.plan.DeletePlan;
import org.zfsbackup.zfs.Source;
import picocli.CommandLine;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

@Command(name = "delete", description = "Deletes the backup of a snapshot; never one that a kept backup builds on.")
final class DeleteCommand extends Operation {
    @Option(names = "--with-dependents", description = "Delete the backups that build on it too.")
    boolean withDependents;

    @Option(names = "--all", description = "Delete all backups of the dataset.")
    boolean all;

    @Option(names = "--dry-run", description = "Only tell what would go.")
    boolean dryRun;

    @Override
    public Integer call() throws Exception {
        ZfsBackup backup = method().backup(true);
        Source source = Source.parse(common().source().orElse(""));
        if (source.snapshot().isEmpty() && !all) {
            throw new CommandLine.ParameterException(
                    spec == null ? new CommandLine(this) : spec.commandLine(),
                    "name the snapshot whose backup is to be deleted, DATASET@SNAPSHOT, or all of them with --all");
        }
        DeletePlan plan = dryRun ? backup.planDelete(withDependents) : backup.delete(withDependents);
        if (plan instanceof DeletePlan.Refused refused) {
            throw new IOException(refused.why());
        }
        DeletePlan.Delete delete = (DeletePlan.Delete) plan;
        List<String> names = delete.entries().stream()
                .map(entry -> source.dataset() + "@" + entry.snapshot().name())
                .toList();
        String verb = dryRun ? "Would delete " : "Deleted ";
        names.forEach(name -> tell(verb + name));
        int chunks = delete.chunks().size();
        tell(verb + (chunks == 1 ? "1 chunk" : chunks + " chunks"));
        json(Map.of("deleted", names, "chunks", delete.chunks(), "dryRun", dryRun));
        return 0;
    }
}
