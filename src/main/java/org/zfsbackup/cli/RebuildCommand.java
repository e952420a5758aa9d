package org.zfsbackup.cli;

import java.util.Map;
import org.zfsbackup.map.BackupMap;
import picocli.CommandLine.Command;

@Command(name = "rebuild", description = "Makes a new map from the records of the single backups, where it was lost.")
final class RebuildCommand extends Operation {
    @Override
    public Integer call() throws Exception {
        BackupMap map = method().backup(false).rebuild();
        long backups = map.datasets().values().stream()
                .mapToLong(dataset -> dataset.entries().size())
                .sum();
        tell("The map is there again, with " + backups + " backups: verify them");
        json(Map.of("backups", backups));
        return 0;
    }
}
