package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.zfsbackup.zfs.SendOptions;

/**
 * The form of a stream in an entry: {@code "sendFormat"}, a list of the names of the options that were used, for example
 * {@code ["raw", "largeBlocks"]}.
 */
final class SendFormatJson {
    static final String KEY = "sendFormat";

    private SendFormatJson() {}

    static JsonNode write(SendOptions format) {
        ArrayNode names = JsonNodeFactory.instance.arrayNode();
        options(format).forEach((name, used) -> {
            if (used) {
                names.add(name);
            }
        });
        return names;
    }

    private static Map<String, Boolean> options(SendOptions format) {
        Map<String, Boolean> options = new LinkedHashMap<>();
        options.put("raw", format.raw());
        options.put("compressed", format.compressed());
        options.put("largeBlocks", format.largeBlocks());
        options.put("embedded", format.embedded());
        options.put("properties", format.properties());
        return options;
    }

    /** Empty if the entry does not say it. */
    static Optional<SendOptions> read(JsonFields fields) throws DamagedMapException {
        if (!fields.has(KEY)) {
            return Optional.empty();
        }
        List<String> names = fields.texts(KEY);
        if (!options(SendOptions.PLAIN).keySet().containsAll(names)) {
            throw fields.wrong(KEY, "a list of the forms of a stream that this program knows");
        }
        return Optional.of(new SendOptions(
                names.contains("raw"),
                names.contains("compressed"),
                names.contains("largeBlocks"),
                names.contains("embedded"),
                names.contains("properties")));
    }
}
