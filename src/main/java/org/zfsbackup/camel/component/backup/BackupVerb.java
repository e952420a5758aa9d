package org.zfsbackup.camel.component.backup;

import java.util.Arrays;
import java.util.Locale;

/** What {@code backup:} does. */
public enum BackupVerb {
    /** Stores the body as the chunk that it is, at the target. */
    STORE,
    /** Sends the stream to the routes of several targets, each with an exchange and an end of its own. */
    EACH,
    /** Makes the backup whose chunks this exchange has stored a part of the map. */
    COMMIT,
    /** Replaces the body by the map. */
    LIST,
    /** Replaces the body, an entry of the map or anything else for the source's newest, by its plain stream. */
    READ,
    /** Replaces the body by the list of entries that a restore has to receive, in their order. */
    PLAN_RESTORE,
    /** Replaces the body by a report on every backup, or on those of the source. */
    VERIFY,
    /** Deletes the source's backups, and replaces the body by what went. */
    DELETE;

    static BackupVerb named(String text) {
        return Arrays.stream(values())
                .filter(verb -> verb.text().equals(text))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("backup: does not know '" + text + "': it knows "
                        + Arrays.stream(values()).map(BackupVerb::text).toList()));
    }

    String text() {
        return name().toLowerCase(Locale.ROOT).replace('_', '-');
    }
}
