package org.zfsbackup.camel.component.backup;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.pipe.PipeContext;
import org.zfsbackup.repository.Repository;

/**
 * Where {@code backup:plan-restore} found its backups, and the keys for them, for a {@code backup:read} in the same route.
 *
 * @param context what decodes the backups
 */
record RestoreSettings(Repository repository, PipeContext context) {
    private static final String PROPERTY = "CamelZfsRestoreSettings";

    /** Leaves these settings on the exchange, and on those that a split makes of it. */
    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    /** @throws IllegalArgumentException if nothing was planned on this exchange */
    static RestoreSettings planned(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RestoreSettings.class))
                .orElseThrow(() -> new IllegalArgumentException(
                        "backup:read needs target=URI, or a backup:plan-restore before it in the route"));
    }
}
