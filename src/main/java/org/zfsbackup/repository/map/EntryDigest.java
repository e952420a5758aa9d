package org.zfsbackup.repository.map;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.Map;
import org.zfsbackup.stream.Hashes;
import org.zfsbackup.zfs.DatasetName;

/**
 * Computes the digest that shows that an entry is unchanged. It is the SHA-256, in hexadecimal digits, of the array
 * {@code [DATASET, ENTRY]}, with the entry without its digest, as JSON without white space and with the keys of every
 * object sorted by their UTF-16 units. White space and the order of keys may change, but nothing else.
 */
public final class EntryDigest {
    static final String KEY = "digest";

    private static final ObjectMapper MAPPER = new ObjectMapper();

    private EntryDigest() {}

    static String of(DatasetName dataset, JsonNode entry) {
        ArrayNode whole = JsonNodeFactory.instance.arrayNode().add(dataset.value());
        ObjectNode sorted = (ObjectNode) sorted(entry);
        sorted.remove(KEY);
        whole.add(sorted);
        try {
            byte[] canonical = MAPPER.writeValueAsBytes(whole);
            return Hashes.sha256Hex(canonical);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of nodes can always be written", e);
        }
    }

    private static JsonNode sorted(JsonNode node) {
        if (node.isObject()) {
            ObjectNode object = JsonNodeFactory.instance.objectNode();
            node.properties().stream()
                    .sorted(Map.Entry.comparingByKey())
                    .forEach(field -> object.set(field.getKey(), sorted(field.getValue())));
            return object;
        }
        if (node.isArray()) {
            ArrayNode array = JsonNodeFactory.instance.arrayNode(node.size());
            node.forEach(item -> array.add(sorted(item)));
            return array;
        }
        return node;
    }
}
