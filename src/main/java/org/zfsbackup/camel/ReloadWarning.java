package org.zfsbackup.camel;

import org.apache.camel.CamelContext;
import org.apache.camel.StartupListener;
import org.apache.camel.support.RouteWatcherReloadStrategy;
import org.apache.camel.support.service.ServiceSupport;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** Says, once for each context, that its reload of routes will drop backups. Our own service refuses that option. */
public final class ReloadWarning extends ServiceSupport implements StartupListener {
    private static final Logger LOG = LoggerFactory.getLogger(ReloadWarning.class);

    private ReloadWarning() {}

    /** Looks when the context has started, because the reload may be added after our components. */
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
                    "The context {} reloads its routes when a file changes (routes-reload-enabled). Camel then drops every"
                            + " route that is made of a template and does not bring it back, so its backups stop without a"
                            + " word. Switch the option off, and start the context again to read changed routes",
                    context.getName());
        }
    }
}
