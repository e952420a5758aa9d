package org.zfsbackup.service;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;

/**
 * Keeps environment variables and system properties out of {@code {{name}}}.
 *
 * <p>By default Camel looks first for an environment variable (NAME, in capitals) and a system property, and only then
 * in files, so a variable PREFIX would become the prefix of every template without one. A route can still refer to them
 * explicitly with {@code {{env:NAME}}} and {@code {{sys:NAME}}}.
 */
final class Placeholders {
    private static final String NEVER = "0";

    private Placeholders() {}

    static void fromFilesOnly(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    }

    /** Sets a default, which the user's properties file can change. */
    static void fromFilesOnly(Main main) {
        main.addInitialProperty("camel.component.properties.environmentVariableMode", NEVER);
        main.addInitialProperty("camel.component.properties.systemPropertiesMode", NEVER);
    }
}
