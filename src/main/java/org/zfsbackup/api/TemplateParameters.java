package org.zfsbackup.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of one route template. What is not set is left to the template's default. */
final class TemplateParameters {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param route the name of the route that is made of the template */
    TemplateParameters(String route) {
        set("name", route);
    }

    /** Sets a parameter; an {@link Optional} without a value sets nothing. */
    TemplateParameters set(String name, Object value) {
        Object found = value instanceof Optional<?> optional ? optional.orElse(null) : value;
        if (found != null) {
            values.put(name, found.toString());
        }
        return this;
    }

    /** Sets a value that the template puts into the query of a URI, where Camel would decode it otherwise. */
    TemplateParameters setRaw(String name, Optional<?> value) {
        return set(name, value.map(one -> "RAW(" + one + ")"));
    }

    Map<String, Object> values() {
        return new LinkedHashMap<>(values);
    }
}
