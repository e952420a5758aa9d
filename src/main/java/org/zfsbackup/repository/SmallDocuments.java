package org.zfsbackup.repository;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;

/** Reads and writes the small JSON documents beside the map. */
public final class SmallDocuments {
    private static final ObjectMapper MAPPER = new ObjectMapper();

    private SmallDocuments() {}

    /** Returns a new document. */
    public static ObjectNode empty() {
        return MAPPER.createObjectNode();
    }

    /** Returns the node of a document that does not exist. */
    public static JsonNode missing() {
        return MAPPER.missingNode();
    }

    /** Returns the texts in an array. Other elements are left out. */
    public static List<String> texts(JsonNode array) {
        List<String> texts = new ArrayList<>();
        array.forEach(item -> {
            if (item.isTextual()) {
                texts.add(item.textValue());
            }
        });
        return texts;
    }

    /** Returns a document as UTF-8. */
    public static byte[] write(ObjectNode document) {
        try {
            return MAPPER.writerWithDefaultPrettyPrinter().writeValueAsBytes(document);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }

    /** Returns a document, or a missing node if the bytes are not JSON. */
    static JsonNode read(byte[] bytes) {
        try {
            return MAPPER.readTree(bytes);
        } catch (IOException e) {
            return MAPPER.missingNode();
        }
    }
}
