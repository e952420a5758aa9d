package org.zfsbackup.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Warns, once for each context, that its reload of routes would drop backups. Our own service refuses that option. */
public final class ReloadWarning extends ServiceSupport implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadWarning.class);

    private ReloadWarning() {}

    /**
     * Adds the check to the context. It runs after the context has started, because the reload may be configured after
     * our components start.
     *
     * @throws Exception if the service cannot be added
     */
    public static void watch(CamelContext context) throws Exception {
        if (context.hasService(ReloadWarning.class) == null) {
            ReloadWarning warning = new ReloadWarning();
            context.addService(warning);
            context.addStartupListener(warning);
        }
    }

    @Override
    public void onCamelContextStarted(CamelContext context, boolean alreadyStarted) {
        if (context.hasService(RouteWatcherReloadStrategy.class) != null) {
            LOG.error(
                    "The context {} reloads its routes when a file changes (routes-reload-enabled). Camel then"
                            + " drops every route that was created from a template and does not restore it, so"
                            + " its backups stop silently. Switch the option off, and restart the context to"
                            + " read changed routes",
                    context.getName());
        }
    }
}
