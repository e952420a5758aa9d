package org.zfsbackup.cli.store;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.store.check.CheckReport;
import org.zfsbackup.store.check.CheckResult;
import org.zfsbackup.store.check.CheckScale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

/** The operation {@code check}: what a target can do. */
@Command(
        name = "check",
        description =
                "Tests whether a target can hold backups that can be restored. The test uses a folder of its own and"
                        + " removes it afterwards.",
        sortOptions = false)
final class CheckOperation extends StoreOperation {
    @Parameters(arity = "0..1", paramLabel = "URI", description = "The target, instead of --uri.")
    @Nullable
    String uri;

    @Option(names = "--quick", description = "Use smaller objects, and skip the list of more than one page.")
    boolean quick;

    @Override
    protected int run() throws Exception {
        TargetMethod target = (TargetMethod) method();
        target.uri = uri == null ? target.uri : uri;
        CheckReport report = target.backup(false)
                .check(quick ? CheckScale.QUICK : CheckScale.DEFAULT, result -> print(line(result)));
        print(report.verdict());
        if (!report.isGood() && output().quiet() && !output().json()) {
            out().println(report.verdict());
        }
        json(values(report));
        return report.isGood() ? 0 : 1;
    }

    private static String line(CheckResult result) {
        String word =
                switch (result.state()) {
                    case PASSED -> "Passed   ";
                    case WARNING -> "Warning  ";
                    case FAILED -> "FAILED   ";
                };
        return word + result.name() + ": " + result.remark();
    }

    private static Map<String, Object> values(CheckReport report) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("target", report.target());
        values.put("restorable", report.isGood());
        values.put("verdict", report.verdict());
        values.put(
                "checks", report.results().stream().map(CheckOperation::values).toList());
        return values;
    }

    private static Map<String, Object> values(CheckResult result) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("name", result.name());
        values.put("state", result.state().name().toLowerCase(Locale.ROOT));
        values.put("remark", result.remark());
        return values;
    }
}
