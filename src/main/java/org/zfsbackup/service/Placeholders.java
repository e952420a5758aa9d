package org.zfsbackup.service;

import org.apache.camel.CamelContext;
import org.apache.camel.component.properties.PropertiesComponent;
import org.apache.camel.main.Main;

/**
 * Keeps the environment out of {@code {{name}}}.
 *
 * <p>Camel asks the environment (NAME, in capitals) and the system properties first, before any file. So a variable PREFIX
 * became the option of every template whose prefix was not given. A route that wants a variable names it: {@code {{env:NAME}}}
 * and {@code {{sys:NAME}}} work as before.
 */
final class Placeholders {
    private static final String NEVER = "0";

    private Placeholders() {}

    static void fromFilesOnly(CamelContext context) {
        PropertiesComponent properties = (PropertiesComponent) context.getPropertiesComponent();
        properties.setEnvironmentVariableMode(PropertiesComponent.ENVIRONMENT_VARIABLES_MODE_NEVER);
        properties.setSystemPropertiesMode(PropertiesComponent.SYSTEM_PROPERTIES_MODE_NEVER);
    }

    /** Sets it as a default, which the user's properties file can change. */
    static void fromFilesOnly(Main main) {
        main.addInitialProperty("camel.component.properties.environmentVariableMode", NEVER);
        main.addInitialProperty("camel.component.properties.systemPropertiesMode", NEVER);
    }
}
