package org.zfsbackup.store.check;

import java.util.List;
import java.util.stream.Collectors;

/**
 * What all checks of a target have found.
 *
 * @param target as the user wrote it, without secrets
 */
public record CheckReport(String target, List<CheckResult> results) {
    public CheckReport {
        results = List.copyOf(results);
    }

    /** Whether the target can hold a backup that can be restored, be it with limits. */
    public boolean isGood() {
        return remarks(CheckResult.State.FAILED).isEmpty();
    }

    /** One sentence, with the limits, or with what is wrong. */
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
