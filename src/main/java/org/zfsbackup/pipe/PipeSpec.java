package org.zfsbackup.pipe;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/**
 * A pipe as a route asks for it or as the map remembers it. Holds no secret.
 *
 * @param name the name in {@code pipe:NAME}
 * @param options by their names
 */
public record PipeSpec(String name, Map<String, String> options) {
    public PipeSpec {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    /** Returns a pipe without options. */
    public static PipeSpec of(String name) {
        return new PipeSpec(name, Map.of());
    }

    /** Returns the value of an option. */
    public Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    @Override
    public String toString() {
        return options.isEmpty() ? name : name + options;
    }
}
