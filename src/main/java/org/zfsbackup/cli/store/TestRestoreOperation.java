package org.zfsbackup.cli.store;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.ReadingOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.operation.scratch.BackupPick;
import org.zfsbackup.operation.scratch.TestRestoreReport;
import org.zfsbackup.zfs.DatasetName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The operation {@code test-restore} from objects. */
@Command(
        name = "test-restore",
        description = {
            "Restores a backup into a new dataset, compares it with what was backed up, and destroys that dataset again.",
            "If this host still has the snapshot, all files are compared with it."
        },
        sortOptions = false)
@UsesOptions({SecretOptions.class, ReadingOptions.class})
final class TestRestoreOperation extends StoreOperation {
    @Option(
            names = "--scratch",
            paramLabel = "DATASET",
            required = true,
            description =
                    "An existing dataset with room for the restore. The new dataset is created below it; nothing else"
                            + " there is touched.")
    String scratch = "";

    @Option(
            names = "--pick",
            paramLabel = "newest|random",
            defaultValue = "newest",
            description = "Which backup to restore if --dataset names no snapshot (default: ${DEFAULT-VALUE}).")
    String pick = "newest";

    @Mixin
    ThawOptions thaw = new ThawOptions();

    private BackupPick picked() {
        try {
            return BackupPick.named(pick);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    @Override
    protected int run() throws Exception {
        BackupPick picked = picked();
        String place = new DatasetName(scratch).value();
        ZfsBackup backup = thaw.apply(method().backup(true));
        TestRestoreReport report;
        try (Progress progress = progress()) {
            report = backup.listener(progress).testRestore(picked, place);
        }
        report.checks().forEach(check -> print(line(check)));
        print((report.isGood() ? "The restore of " : "THE RESTORE DIFFERS: ") + report.snapshot()
                + (report.isGood() ? " succeeded" : "") + ", and its scratch dataset was destroyed");
        json(values(report));
        return report.isGood() ? 0 : 1;
    }

    private static String line(TestRestoreReport.Check check) {
        String verdict =
                switch (check.verdict()) {
                    case SAME -> "Same          ";
                    case DIFFERENT -> "DIFFERENT     ";
                    case NOT_COMPARED -> "Not compared  ";
                };
        return verdict + check.subject() + ": " + check.text();
    }

    private static Map<String, Object> values(TestRestoreReport report) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("good", report.isGood());
        values.put("snapshot", report.snapshot());
        report.id().ifPresent(id -> values.put("id", id));
        values.put(
                "checks",
                report.checks().stream().map(TestRestoreOperation::values).toList());
        return values;
    }

    private static Map<String, Object> values(TestRestoreReport.Check check) {
        String verdict = check.verdict().name().toLowerCase(Locale.ROOT).replace('_', '-');
        return Map.of("subject", check.subject(), "verdict", verdict, "text", check.text());
    }
}
