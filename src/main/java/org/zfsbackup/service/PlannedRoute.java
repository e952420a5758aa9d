package org.zfsbackup.service;

import java.net.URI;
import java.net.URISyntaxException;
import java.util.List;
import java.util.Map;
import java.util.Properties;
import java.util.TreeMap;
import org.apache.camel.CamelContext;
import org.apache.camel.model.ProcessorDefinitionHelper;
import org.apache.camel.model.RouteDefinition;
import org.apache.camel.model.ToDefinition;
import org.apache.camel.spi.PropertiesComponent;
import org.apache.camel.support.EndpointHelper;
import org.apache.camel.util.StringHelper;
import org.apache.camel.util.URISupport;
import org.apache.camel.util.UnsafeUriCharactersEncoder;

/**
 * A route before it is created.
 *
 * @param file the file that defines it
 * @param name its name in errors
 * @param definition its steps
 * @param parameters the values of its template's parameters; empty without a template
 */
record PlannedRoute(String file, String name, RouteDefinition definition, Map<String, String> parameters) {
    String from(CamelContext context) {
        return resolved(context, definition.getInput().getEndpointUri());
    }

    /** The endpoints that its steps send to, except those that depend on the message. */
    List<String> to(CamelContext context) {
        return ProcessorDefinitionHelper.filterTypeInOutputs(definition.getOutputs(), ToDefinition.class).stream()
                .map(step -> resolved(context, step.getEndpointUri()))
                .toList();
    }

    /** Replaces {@code {{name}}} by its value, as Camel does. */
    private String resolved(CamelContext context, String uri) {
        PropertiesComponent properties = context.getPropertiesComponent();
        Properties local = new Properties();
        local.putAll(parameters);
        properties.setLocalProperties(local);
        try {
            return EndpointHelper.resolveEndpointUriPropertyPlaceholders(context, uri);
        } catch (IllegalArgumentException e) {
            Throwable cause = e.getCause() == null ? e : e.getCause();
            throw new IllegalArgumentException(file + ": route " + name + ": " + cause.getMessage(), e);
        } finally {
            properties.setLocalProperties(null);
        }
    }

    /** The options of an endpoint, parsed as Camel's components parse them. */
    static Map<String, String> options(String uri) {
        Map<String, String> options = new TreeMap<>();
        try {
            String rest = new URI(UnsafeUriCharactersEncoder.encode(uri)).getSchemeSpecificPart();
            String query = StringHelper.after(rest, "?", "");
            URISupport.parseQuery(query, false, true)
                    .forEach((name, value) -> options.put(name, raw(String.valueOf(value))));
        } catch (URISyntaxException e) {
            throw new IllegalArgumentException("the options of " + uri + " cannot be read: " + e.getMessage(), e);
        }
        return options;
    }

    private static String raw(String value) {
        return value.matches("RAW\\(.*\\)") ? value.substring("RAW(".length(), value.length() - 1) : value;
    }
}
