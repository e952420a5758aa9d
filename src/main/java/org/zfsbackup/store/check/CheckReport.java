package org.zfsbackup.store.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * The results of all checks of a target.
 *
 * @param target as the user wrote it, without secrets
 * @param results in the order of the checks
 */
public record CheckReport(String target, List<CheckResult> results) {
    public CheckReport {
        results = List.copyOf(results);
    }

    /** Whether backups at the target can be restored, possibly with limits. */
    public boolean isGood() {
        return remarks(CheckResult.State.FAILED).isEmpty();
    }

    /** One sentence with the limits or the faults. */
    public String verdict() {
        String limits = remarks(CheckResult.State.WARNING);
        if (!isGood()) {
            return target + " cannot hold a restorable backup, because " + remarks(CheckResult.State.FAILED);
        }
        return target + " can hold a restorable backup" + (limits.isEmpty() ? "" : ", with these limits: " + limits);
    }

    private String remarks(CheckResult.State state) {
        return results.stream()
                .filter(result -> result.state() == state)
                .map(result -> result.name() + ": " + result.remark())
                .collect(Collectors.joining("; "));
    }
}
