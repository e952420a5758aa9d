package org.zfsbackup.cli.store;

import java.util.Map;
import org.zfsbackup.operation.RebuildReport;
import picocli.CommandLine.Command;

/** The operation {@code rebuild}: a new map. */
@Command(
        name = "rebuild",
        description =
                "Writes a new map from the records of the single backups, if the map is lost or lacks some of them.",
        sortOptions = false)
final class RebuildOperation extends StoreOperation {
    @Override
    protected int run() throws Exception {
        RebuildReport report = method().backup(false).rebuild();
        int backups = report.map().datasets().values().stream()
                .mapToInt(dataset -> dataset.entries().size())
                .sum();
        report.leftOut().forEach(one -> print("Left out: " + one));
        print("Rebuilt the map with " + (backups == 1 ? "1 backup" : backups + " backups") + ". Run `verify` now");
        json(Map.of("backups", backups, "leftOut", report.leftOut()));
        return report.leftOut().isEmpty() ? 0 : 1;
    }
}
