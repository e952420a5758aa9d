package org.zfsbackup.operation.scratch;

import java.util.List;
import java.util.Optional;

/**
 * The result of a test restore. The backup was restored; the checks say what was compared, and with what result.
 *
 * @param snapshot {@code dataset@snapshot}, as it was backed up
 * @param id the ID of its backup; empty if the original program wrote it
 * @param checks what was compared, or why it was not
 */
public record TestRestoreReport(String snapshot, Optional<String> id, List<Check> checks) {
    public TestRestoreReport {
        checks = List.copyOf(checks);
    }

    /** How a check ended. */
    public enum Verdict {
        /** It is what was backed up. */
        SAME,
        /** It differs from what was backed up. */
        DIFFERENT,
        /** It could not be compared. */
        NOT_COMPARED
    }

    /**
     * One check.
     *
     * @param subject the dataset and the kind of the check, for example {@code tank/home: files}
     * @param verdict how it ended
     * @param text a sentence without a full stop
     */
    public record Check(String subject, Verdict verdict, String text) {}

    /** Returns whether nothing differs. */
    public boolean isGood() {
        return checks.stream().noneMatch(check -> check.verdict() == Verdict.DIFFERENT);
    }
}
