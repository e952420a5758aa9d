package org.zfsbackup.cli;

import java.util.Map;
import org.zfsbackup.operation.RebuildReport;
import picocli.CommandLine.Command;

@Command(
        name = "rebuild",
        description = "Makes a new map from the records of the single backups, if it was lost or lacks some of them.")
final class RebuildCommand extends Operation {
    @Override
    public Integer call() throws Exception {
        RebuildReport report = method().backup(false).rebuild();
        int backups = report.map().datasets().values().stream()
                .mapToInt(dataset -> dataset.entries().size())
                .sum();
        report.leftOut().forEach(one -> tell("Left out: " + one));
        tell("Rebuilt the map with " + (backups == 1 ? "1 backup" : backups + " backups") + ". Run `verify` now");
        json(Map.of("backups", backups, "leftOut", report.leftOut()));
        return report.leftOut().isEmpty() ? 0 : 1;
    }
}
