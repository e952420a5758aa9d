package org.zfsbackup.cli;

import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.service.Logging;
import org.zfsbackup.store.check.CheckReport;
import org.zfsbackup.store.check.CheckResult;
import org.zfsbackup.store.check.CheckScale;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;

@Command(
        name = "check",
        description = "Tries out whether a target can hold backups that can be restored, in a folder of its own that is"
                + " removed after.")
final class CheckCommand extends Operation {
    @Parameters(arity = "0..1", paramLabel = "URI", description = "The target, where --uri does not name it.")
    @Nullable
    String uri;

    @Option(
            names = {"--prefix", "-P"},
            paramLabel = "PREFIX",
            description = "The folder in the target below which it is tried (default: the host's name).")
    @Nullable
    String prefix;

    @Option(names = "--quick", description = "Smaller objects, and no list of more than a page.")
    boolean quick;

    @Override
    public Integer call() throws Exception {
        Logging.configure(common().verbose, common().debug);
        TargetCommand target = (TargetCommand) method();
        target.uri = uri == null ? target.uri : uri;
        target.prefix = prefix == null ? target.prefix : prefix;
        CheckReport report =
                target.backup(false).check(quick ? CheckScale.QUICK : CheckScale.DEFAULT, result -> tell(line(result)));
        tell(report.verdict());
        if (!report.isGood() && common().quiet && !common().json) {
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
        values.put("checks", report.results().stream().map(CheckCommand::values).toList());
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
