package org.zfsbackup.cli.store;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.zfsbackup.plan.DeletePlan;
import picocli.CommandLine.Option;

/** An operation on the pins of backups. */
abstract class PinningOperation extends StoreOperation {
    @Option(
            names = "--id",
            paramLabel = "ID",
            split = ",",
            description = "The backup with this ID. Repeat the option for more.")
    List<String> ids = new ArrayList<>();

    /** The IDs that the user has named; none if it is a snapshot. */
    final List<String> named() {
        boolean snapshot =
                source().filter(source -> source.snapshot().isPresent()).isPresent();
        if (ids.isEmpty() && !snapshot) {
            throw usage("name a snapshot with --dataset DATASET@SNAPSHOT, or a backup with --id");
        }
        return ids;
    }

    /** Prints what was done to which backups. */
    final int report(String verb, List<DeletePlan.Deleted> backups) {
        backups.forEach(one -> print(verb + " " + DeletionDialog.line(one)));
        json(Map.of(
                verb.toLowerCase(Locale.ROOT),
                backups.stream().map(DeletionDialog::name).toList()));
        return 0;
    }
}
