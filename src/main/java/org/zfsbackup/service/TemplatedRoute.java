package org.zfsbackup.service;

import java.util.List;
import java.util.Map;
import java.util.TreeSet;
import org.apache.camel.CamelContext;
import org.apache.camel.model.RouteTemplateDefinition;
import org.apache.camel.model.RouteTemplateParameterDefinition;
import org.apache.camel.util.StringHelper;

/**
 * A route to be created from a template.
 *
 * @param file the file that defines the route
 * @param template the name of the template
 * @param given the parameters by their names in camel case
 */
record TemplatedRoute(String file, String template, Map<String, String> given) {
    /** The parameter with which Camel loads the template from elsewhere. */
    private static final String LOCATION = "location";

    String name() {
        return given.getOrDefault("name", template);
    }

    /** @throws IllegalArgumentException if there is no such template, or a parameter is unknown or missing */
    void check(Map<String, RouteTemplateDefinition> templates) {
        RouteTemplateDefinition definition = templates.get(template);
        if (definition == null) {
            if (!given.containsKey(LOCATION)) {
                throw new IllegalArgumentException(file + ": there is no template " + template
                        + " in the routes folder. It has: " + String.join(", ", templates.keySet()));
            }
            return;
        }
        List<RouteTemplateParameterDefinition> declared = definition.getTemplateParameters();
        List<String> known = declared.stream().map(TemplatedRoute::name).toList();
        for (String parameter : given.keySet()) {
            if (!known.contains(parameter)) {
                throw new IllegalArgumentException(file + ": the template " + template + " has no parameter "
                        + parameter + ". It has: " + String.join(", ", new TreeSet<>(known)));
            }
        }
        declared.stream().filter(this::isMissing).findFirst().ifPresent(missing -> {
            throw new IllegalArgumentException(
                    file + ": the template " + template + " needs the parameter " + missing.getName() + ". Add it");
        });
    }

    /** @throws IllegalArgumentException if a value contains a {@code {{name}}} that is not set */
    void checkValues(CamelContext context) {
        given.forEach((parameter, value) -> {
            try {
                context.resolvePropertyPlaceholders(value);
            } catch (IllegalArgumentException e) {
                throw new IllegalArgumentException(
                        file + ": the value of the parameter " + parameter + ": " + e.getMessage()
                                + ". Set it in the properties file",
                        e);
            }
        });
    }

    private static String name(RouteTemplateParameterDefinition parameter) {
        return StringHelper.dashToCamelCase(parameter.getName());
    }

    private boolean isMissing(RouteTemplateParameterDefinition parameter) {
        return parameter.isRequired() && parameter.getDefaultValue() == null && !given.containsKey(name(parameter));
    }
}
