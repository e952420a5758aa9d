package org.zfsbackup.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.service.Logging;
import picocli.CommandLine.Command;

@Command(
        name = "verify",
        description = "Reads backups back and compares them with what was sent; all, or one dataset's.")
final class VerifyCommand extends Operation {
    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        VerifyReport report;
        try (Progress progress = Progress.of(common())) {
            report = method().backup(false).listener(progress).verify();
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
