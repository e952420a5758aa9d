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
        report.findings().forEach(finding -> tell(line(finding)));
        json(Map.of(
                "good",
                report.isGood(),
                "backups",
                report.results().stream().map(VerifyCommand::values).toList(),
                "findings",
                report.findings().stream().map(VerifyCommand::values).toList()));
        return report.isGood() ? 0 : 1;
    }

    private static String name(VerifyReport.Result result) {
        return result.dataset() + "@" + result.entry().snapshot().name();
    }

    private static String line(VerifyReport.Result result) {
        return switch (result.state()) {
            case GOOD -> "Good     " + name(result) + unencrypted(result);
            case STORED_GOOD ->
                "Stored   " + name(result) + ": the chunks are intact, their contents were not checked: "
                        + result.remark();
            case DAMAGED -> "DAMAGED  " + name(result) + ": " + result.remark();
            case WRONG_KEY -> "WRONG KEY  " + name(result) + ": " + result.remark();
            case NOT_ENCRYPTED -> "NOT ENCRYPTED  " + name(result) + ": " + result.remark();
            case UNKNOWN_PIPE -> "UNKNOWN PIPE  " + name(result) + ": " + result.remark();
        };
    }

    private static String unencrypted(VerifyReport.Result result) {
        return switch (result.protection()) {
            case NONE -> " (not encrypted)";
            case UNKNOWN -> " (encryption unknown)";
            case ENCRYPTED, AUTHENTICATED -> "";
        };
    }

    private static String line(VerifyReport.Finding finding) {
        return (finding.harmless() ? "Note     " : "WRONG    ") + finding.object() + ": " + finding.text();
    }

    private static Map<String, Object> values(VerifyReport.Finding finding) {
        return Map.of("object", finding.object(), "harmless", finding.harmless(), "text", finding.text());
    }

    private static Map<String, Object> values(VerifyReport.Result result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("snapshot", name(result));
        values.put("state", result.state().name().toLowerCase(Locale.ROOT).replace('_', '-'));
        values.put("protection", result.protection().name().toLowerCase(Locale.ROOT));
        if (!result.remark().isEmpty()) {
            values.put("remark", result.remark());
        }
        return values;
    }
}
