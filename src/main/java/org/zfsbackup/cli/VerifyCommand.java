package org.zfsbackup.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.service.Logging;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

@Command(
        name = "verify",
        description = "Reads backups back and compares them with what was sent; all, or one dataset's.")
final class VerifyCommand extends Operation {
    @Mixin
    ThawOptions thaw = new ThawOptions();

    @Option(
            names = "--cleanup",
            description = "First remove what broken-off runs have left, uploads that nobody finished among it.")
    boolean cleanup;

    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        ZfsBackup backup = thaw.told(method().backup(false));
        if (cleanup) {
            tell("Broken-off uploads given up: " + backup.cleanUp());
        }
        VerifyReport report;
        try (Progress progress = Progress.of(common())) {
            report = backup.listener(progress).verify();
        }
        report.results().forEach(result -> tell(line(result)));
        json(Map.of(
                "good",
                report.isGood(),
                "backups",
                report.results().stream().map(VerifyCommand::values).toList()));
        return report.isGood() ? 0 : 1;
    }

    private static String name(VerifyReport.Result result) {
        return result.dataset() + "@" + result.entry().snapshot().name();
    }

    private static String line(VerifyReport.Result result) {
        return switch (result.state()) {
            case GOOD -> "Good     " + name(result);
            case STORED_GOOD -> "Stored   " + name(result) + ": not looked into: " + result.remark();
            case DAMAGED -> "DAMAGED  " + name(result) + ": " + result.remark();
        };
    }

    private static Map<String, Object> values(VerifyReport.Result result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("snapshot", name(result));
        values.put("state", result.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        if (!result.remark().isEmpty()) {
            values.put("remark", result.remark());
        }
        return values;
    }
}
