package org.zfsbackup.cli.replica;

import java.util.LinkedHashMap;
import java.util.Map;
import org.zfsbackup.cli.option.ChainOptions;
import org.zfsbackup.cli.option.SelectionOptions;
import org.zfsbackup.cli.option.UsesOptions;
import org.zfsbackup.operation.replication.ReplicaReport;
import picocli.CommandLine.Command;

/** The operation {@code verify} for a replica. */
@Command(
        name = "verify",
        description =
                "Compares the snapshots of both sides: the GUIDs must be the same, and none may be missing in between.",
        sortOptions = false)
@UsesOptions({ChainOptions.class, SelectionOptions.class})
final class ReplicaVerifyOperation extends ReplicaOperation {
    @Override
    protected int run() throws Exception {
        ReplicaReport report = method().replication().compare();
        report.datasets().forEach(one -> print(line(one)));
        json(Map.of(
                "good",
                report.isGood(),
                "datasets",
                report.datasets().stream().map(ReplicaVerifyOperation::values).toList()));
        return report.isGood() ? 0 : 1;
    }

    private static String line(ReplicaReport.Dataset one) {
        String pair = one.source() + " and " + one.destination() + ": ";
        String common = one.common() + (one.common() == 1 ? " snapshot" : " snapshots") + " on both sides"
                + one.newest()
                        .map(newest -> ", the newest @" + newest.shortName())
                        .orElse("")
                + (one.behind() > 0 ? ", " + one.behind() + " newer to send" : "");
        return one.problems().isEmpty()
                ? "Good     " + pair + common
                : "WRONG    " + pair + String.join("; ", one.problems()) + " (" + common + ")";
    }

    private static Map<String, Object> values(ReplicaReport.Dataset one) {
        Map<String, Object> values = new LinkedHashMap<>();
        values.put("source", one.source().value());
        values.put("destination", one.destination().value());
        values.put("common", one.common());
        one.newest().ifPresent(newest -> values.put("newest", newest.shortName()));
        values.put("behind", one.behind());
        values.put("problems", one.problems());
        return values;
    }
}
