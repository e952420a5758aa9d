package org.zfsbackup.api;

import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Optional;

/** The parameters of one route template. The template's defaults apply to those that are not set. */
final class TemplateParameters {
    private final Map<String, Object> values = new LinkedHashMap<>();

    /** @param route the name of the route to create */
    TemplateParameters(String route) {
        set("name", route);
    }

    TemplateParameters set(String name, Object value) {
        values.put(name, value.toString());
        return this;
    }

    /** Sets a parameter if there is a value. */
    TemplateParameters set(String name, Optional<?> value) {
        value.ifPresent(found -> set(name, found));
        return this;
    }

    /** Sets a value that the template puts into the query of a URI, and that Camel must not decode. */
    TemplateParameters setRaw(String name, Optional<?> value) {
        return set(name, value.map(found -> "RAW(" + found + ")"));
    }

    Map<String, Object> values() {
        return new LinkedHashMap<>(values);
    }
}
