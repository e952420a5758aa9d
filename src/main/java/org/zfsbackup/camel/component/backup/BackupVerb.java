package org.zfsbackup.camel.component.backup;

import java.util.Arrays;
import java.util.Locale;

/** The operations of {@code backup:}. */
public enum BackupVerb {
    /** Stores the body, a chunk, at the target. */
    STORE,
    /** Sends the stream to the routes of several targets, each in an exchange of its own that can fail alone. */
    EACH,
    /** Adds the backup whose chunks this exchange has stored to the map. The body is then its entry. */
    COMMIT,
    /** Replaces the body by the entries of the map. */
    LIST,
    /**
     * Replaces the body by the plain stream of a backup: of the step or entry in the body, else of the source's newest.
     */
    READ,
    /** Replaces the body by the list of steps that a restore has to receive, in order. */
    PLAN_RESTORE,
    /** Replaces the body by a report on the backups of the source, or on all of them. */
    VERIFY,
    /** Deletes the chosen backups, and replaces the body by the plan of what was deleted. */
    DELETE,
    /** Deletes the backups that no rule keeps, and replaces the body by the plan that was carried out. */
    PRUNE,
    /**
     * Restores a backup into a new dataset, compares it with what was backed up, and destroys that dataset. The body is then
     * the report.
     */
    TEST_RESTORE;

    static BackupVerb named(String text) {
        return Arrays.stream(values())
                .filter(verb -> verb.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("backup: has no verb '" + text + "'; known are "
                        + Arrays.stream(values()).map(BackupVerb::text).toList()));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
