package org.zfsbackup.camel.component.backup;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.repository.Repository;

/**
 * The repository that {@code backup:plan-restore} has used and its keys, for a {@code backup:read} in the same route.
 *
 * @param repository the backups
 * @param context decodes the backups
 */
record RestoreSettings(Repository repository, PipeContext context) {
    private static final String PROPERTY = "CamelZfsRestoreSettings";

    /** Puts these settings on the exchange. A splitter copies them to the exchanges that it creates. */
    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** @throws IllegalArgumentException if the exchange has no settings */
    static RestoreSettings planned(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RestoreSettings.class))
                .orElseThrow(() -> new IllegalArgumentException(
                        "backup:read needs target=URI, or a backup:plan-restore before it in the route"));
    }
}
