package org.zfsbackup.cli.store;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.api.ZfsBackup;
import org.zfsbackup.cli.Progress;
import org.zfsbackup.cli.option.ReadingOptions;
import org.zfsbackup.cli.option.SecretOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.operation.VerifyDepth;
import org.zfsbackup.operation.VerifyReport;
import org.zfsbackup.zfs.SendOptions;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The operation {@code verify} at objects. */
@Command(
        name = "verify",
        description = "Reads backups back and compares them with what was sent: those of one dataset, or all.",
        sortOptions = false)
@UsesOptions({SecretOptions.class, ReadingOptions.class})
final class VerifyOperation extends StoreOperation {
    @Mixin
    ThawOptions thaw = new ThawOptions();

    @Option(
            names = "--cleanup",
            description =
                    "First remove what interrupted runs left behind: unfinished uploads, and the chunks with which the"
                            + " next run would continue a backup.")
    boolean cleanup;

    @Option(
            names = "--quick",
            description = "Read nothing: look only whether every chunk is there with its size, and every backup that"
                    + " another one builds on.")
    boolean quick;

    @Option(
            names = "--read-data",
            paramLabel = "AMOUNT",
            description =
                    "Read a part of the stored bytes, for example 5%% or 10GiB, beginning after what the run before"
                            + " has read. Otherwise everything is read.")
    @Nullable
    String readData;

    private VerifyDepth depth() {
        try {
            if (quick && readData != null) {
                throw usage("--quick and --read-data exclude each other");
            }
            return quick ? VerifyDepth.QUICK : readData == null ? VerifyDepth.FULL : VerifyDepth.of(readData);
        } catch (IllegalArgumentException e) {
            throw usage(String.valueOf(e.getMessage()));
        }
    }

    @Override
    protected int run() throws Exception {
        VerifyDepth depth = depth();
        ZfsBackup backup = thaw.apply(method().backup(false));
        if (cleanup) {
            print("Unfinished uploads removed: " + backup.cleanUp());
        }
        VerifyReport report;
        try (Progress progress = progress()) {
            report = backup.listener(progress).verify(depth);
        }
        report.results().forEach(result -> print(line(result)));
        report.findings().forEach(finding -> print(line(finding)));
        json(Map.of(
                "good",
                report.isGood(),
                "backups",
                report.results().stream().map(VerifyOperation::values).toList(),
                "findings",
                report.findings().stream().map(VerifyOperation::values).toList()));
        return report.isGood() ? 0 : 1;
    }

    private static String name(VerifyReport.Result result) {
        return result.dataset() + "@" + result.entry().snapshot().name();
    }

    private static String line(VerifyReport.Result result) {
        return switch (result.state()) {
            case GOOD -> "Good     " + name(result) + unencrypted(result) + raw(result);
            case STORED_GOOD ->
                "UNVERIFIED  " + name(result) + ": stored chunks are intact, contents not checked (" + result.remark()
                        + ")";
            case PRESENT -> "Present  " + name(result) + " (" + result.remark() + ")";
            case DAMAGED ->
                "DAMAGED  " + name(result) + ": " + result.remark() + ". What you can do: " + result.remedy();
            case WRONG_KEY -> "WRONG KEY  " + name(result) + ": " + result.remark();
            case NOT_ENCRYPTED -> "NOT ENCRYPTED  " + name(result) + ": " + result.remark();
            case UNKNOWN_PIPE ->
                "UNKNOWN PIPE  " + name(result) + ": " + result.remark() + ". What you can do: " + result.remedy();
        };
    }

    private static String unencrypted(VerifyReport.Result result) {
        return switch (result.protection()) {
            case NONE -> " (not encrypted)";
            case UNKNOWN -> " (encryption unknown)";
            case ENCRYPTED, AUTHENTICATED -> "";
        };
    }

    /** Whoever has no key can check what the stream says about itself, and not what the encrypted blocks hold. */
    private static String raw(VerifyReport.Result result) {
        return isRaw(result)
                ? " (sent raw: the stream is whole; only the dataset's own key shows what its encrypted blocks hold)"
                : "";
    }

    private static boolean isRaw(VerifyReport.Result result) {
        return result.entry().details().format().map(SendOptions::raw).orElse(false);
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
        if (isRaw(result)) {
            values.put("raw", true);
        }
        if (!result.remark().isEmpty()) {
            values.put("remark", result.remark());
        }
        if (!result.remedy().isEmpty()) {
            values.put("remedy", result.remedy());
        }
        return values;
    }
}
