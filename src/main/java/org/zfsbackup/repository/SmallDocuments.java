package org.zfsbackup.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** The small JSON documents beside the map. */
public final class SmallDocuments {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SmallDocuments() {}

    public static ObjectNode empty() {
        return MAPPER.createObjectNode();
    }

    public static JsonNode missing() {
        return MAPPER.missingNode();
    }

    /** The texts in an array; what is no text is left out. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> {
            if (item.isTextual()) {
                texts.add(item.textValue());
            }
        });
        return texts;
    }

    public static byte[] write(ObjectNode document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    /** A missing node where the bytes are not JSON. */
    static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }
}
