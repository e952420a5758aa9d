package org.zfsbackup.pipe;

import java.util.Collections;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** A pipe by its name and its options, as a route asks for it or as the map remembers it. Holds no secret. */
public record PipeSpec(String name, Map<String, String> options) {
    public PipeSpec {
        options = Collections.unmodifiableMap(new TreeMap<>(options));
    }

    public static PipeSpec of(String name) {
        return new PipeSpec(name, Map.of());
    }

    public Optional<String> option(String key) {
        return Optional.ofNullable(options.get(key));
    }

    @Override
    public String toString() {
        return options.isEmpty() ? name : name + options;
    }
}
