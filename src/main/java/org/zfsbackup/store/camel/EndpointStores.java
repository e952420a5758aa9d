package org.zfsbackup.store.camel;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.util.List;
import java.util.Objects;
import org.apache.camel.CamelContext;
import org.apache.camel.Endpoint;
import org.apache.camel.ResolveEndpointFailedException;
import org.apache.camel.util.URISupport;
import org.zfsbackup.library.OptionalLibrary;
import org.zfsbackup.store.ObjectStore;
import org.zfsbackup.stream.Causes;

/** Opens Camel endpoints, and the user's own routes, as stores. */
public final class EndpointStores {

    private EndpointStores() {}

    /**
     * Opens a store without contacting it.
     *
     * @throws IllegalArgumentException if it cannot be a target, with the reason and what to do
     */
    public static ObjectStore open(CamelContext context, String uri) {
        String shown = withoutSecrets(uri);
        int colon = uri.indexOf(':');
        String scheme = colon < 0 ? "" : uri.substring(0, colon);
        if (scheme.equals(RouteDriver.SCHEME)) {
            return new EndpointStore(RouteDriver.of(context, uri.substring(colon + 1)), shown);
        }
        ComponentDescriptor kind = kind(context, scheme, shown);
        return switch (kind.word("style")) {
            case "files" -> new EndpointStore(FileServerDriver.of(endpoint(context, kind, uri), kind, shown), shown);
            case "objects" ->
                new EndpointStore(new ProducerDriver(context, endpoint(context, kind, uri), kind, shown), shown);
            default ->
                throw new IllegalArgumentException("'" + shown
                        + "' cannot be a target, because backups cannot be restored from it: " + kind.word("reason"));
        };
    }

    private static ComponentDescriptor kind(CamelContext context, String scheme, String shown) {
        try {
            return ComponentDescriptor.of(scheme, context)
                    .orElseThrow(() -> new IllegalArgumentException("'" + shown
                            + "' cannot be a target, because backups cannot be restored from it. Use"
                            + " file:/DIRECTORY; or write routes that put, get, list, stat and delete objects"
                            + " with this endpoint, and use routes:NAME"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /**
     * Reports causes without the values of options and does not keep them, because Camel quotes values that it cannot
     * set, which may be secrets.
     */
    private static Endpoint endpoint(CamelContext context, ComponentDescriptor kind, String uri) {
        String resolved = context.resolvePropertyPlaceholders(uri);
        if (context.getComponent(kind.scheme(), true, false) == null) {
            throw new IllegalArgumentException(OptionalLibrary.sentence(
                    "the target " + withoutSecrets(resolved),
                    List.of(kind.optional("needs").orElse("org.apache.camel:camel-" + kind.scheme()))));
        }
        try {
            return context.getEndpoint(kind.completed(resolved));
        } catch (ResolveEndpointFailedException e) {
            throw new IllegalArgumentException("'" + withoutSecrets(resolved) + "' is not a valid endpoint: "
                    + withoutValues(reason(e), resolved));
        }
    }

    private static String reason(Throwable thrown) {
        Throwable last = Causes.of(thrown).reduce(thrown, (before, cause) -> cause);
        return Objects.requireNonNullElse(last.getMessage(), last.getClass().getSimpleName());
    }

    private static String withoutValues(String text, String uri) {
        String shown = text.replace(uri, withoutSecrets(uri));
        for (Object value : ComponentDescriptor.options(uri).values()) {
            shown = value.toString().isEmpty() ? shown : shown.replace(value.toString(), "...");
        }
        return shown;
    }

    /** Removes all options, and a password before the host. */
    private static String withoutSecrets(String uri) {
        return URISupport.stripQuery(uri).replaceFirst("^([a-z0-9+-]+:/*[^/@:]*):[^/]*@", "$1@");
    }
}
