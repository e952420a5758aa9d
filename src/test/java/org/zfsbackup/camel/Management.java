package org.zfsbackup.camel;

import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import javax.management.JMException;
import javax.management.MBeanAttributeInfo;
import javax.management.MBeanOperationInfo;
import javax.management.MBeanServer;
import javax.management.ObjectName;
import javax.management.openmbean.CompositeData;
import javax.management.openmbean.TabularData;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.fixture.Exposure;

/** Camel's management beans, and all that they tell: their attributes, and their operations that only tell. */
final class Management {
    private static final String SWITCH = "org.apache.camel.jmx.disabled";
    private static final String ONLY_TELLS =
            "(dump|explain|browse|list|information|endpointStatistics|getSource|statistics).*";

    private Management() {}

    /** For contexts that are made from now on. */
    static void enabled(boolean enabled) {
        System.setProperty(SWITCH, Boolean.toString(!enabled));
    }

    static void addTo(Exposure exposure) throws JMException {
        MBeanServer server = ManagementFactory.getPlatformMBeanServer();
        for (ObjectName name : server.queryNames(new ObjectName("org.apache.camel*:*"), null)) {
            exposure.add("jmx " + name, name);
            for (MBeanAttributeInfo attribute : server.getMBeanInfo(name).getAttributes()) {
                if (attribute.isReadable()) {
                    add(exposure, name, attribute.getName(), () -> server.getAttribute(name, attribute.getName()));
                }
            }
            for (MBeanOperationInfo operation : server.getMBeanInfo(name).getOperations()) {
                String[] types = Stream.of(operation.getSignature())
                        .map(parameter -> parameter.getType())
                        .toArray(String[]::new);
                Object[] values = new Object[types.length];
                Arrays.fill(values, true);
                if (operation.getName().matches(ONLY_TELLS)
                        && Stream.of(types).allMatch(type -> type.equals("boolean"))) {
                    add(
                            exposure,
                            name,
                            operation.getName() + "()",
                            () -> server.invoke(name, operation.getName(), values, types));
                }
            }
        }
    }

    private interface Call {
        Object make() throws JMException;
    }

    /** What a bean says instead of an answer is something that it says, too. */
    private static void add(Exposure exposure, ObjectName bean, String what, Call call) {
        String place = "jmx " + bean + " " + what;
        try {
            exposure.add(place, text(call.make()));
        } catch (JMException | RuntimeException e) {
            exposure.add(place, e);
        }
    }

    private static String text(@Nullable Object value) {
        if (value instanceof CompositeData data) {
            return text(data.values().toArray());
        }
        if (value instanceof TabularData table) {
            return text(table.values().toArray());
        }
        return value instanceof Object[] several
                ? Stream.of(several).map(Management::text).collect(Collectors.joining("\n"))
                : String.valueOf(value);
    }
}
