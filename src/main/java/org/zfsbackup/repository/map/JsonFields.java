package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.Set;

/** Reads a JSON object field by field. A field of the wrong form is an error that says where it is. */
final class JsonFields {
    private final String where;
    private final JsonNode node;

    private JsonFields(String where, JsonNode node) {
        this.where = where;
        this.node = node;
    }

    static JsonFields of(String where, JsonNode node) throws DamagedMapException {
        if (!node.isObject()) {
            throw new DamagedMapException(where + " is not a JSON object");
        }
        return new JsonFields(where, node);
    }

    DamagedMapException wrong(String key, String what) {
        return new DamagedMapException("'" + key + "' of " + where + " is not " + what);
    }

    /** Returns what is being read, for error messages. */
    @Override
    public String toString() {
        return where;
    }

    boolean has(String key) {
        return node.has(key);
    }

    Optional<JsonNode> any(String key) {
        return Optional.ofNullable(node.get(key)).filter(value -> !value.isNull());
    }

    Optional<String> text(String key) throws DamagedMapException {
        Optional<JsonNode> value = any(key);
        if (value.isPresent() && !value.get().isTextual()) {
            throw wrong(key, "a text");
        }
        return value.map(JsonNode::textValue);
    }

    String mustText(String key) throws DamagedMapException {
        return text(key).orElseThrow(() -> wrong(key, "there"));
    }

    OptionalLong number(String key) throws DamagedMapException {
        Optional<JsonNode> value = any(key);
        if (value.isEmpty()) {
            return OptionalLong.empty();
        }
        if (!value.get().isIntegralNumber()
                || !value.get().canConvertToLong()
                || value.get().longValue() < 0) {
            throw wrong(key, "a whole number, 0 or more");
        }
        return OptionalLong.of(value.get().longValue());
    }

    long mustNumber(String key) throws DamagedMapException {
        return number(key).orElseThrow(() -> wrong(key, "there"));
    }

    boolean flag(String key) throws DamagedMapException {
        Optional<JsonNode> value = any(key);
        if (value.isPresent() && !value.get().isBoolean()) {
            throw wrong(key, "true or false");
        }
        return value.map(JsonNode::booleanValue).orElse(false);
    }

    List<JsonNode> list(String key) throws DamagedMapException {
        Optional<JsonNode> value = any(key);
        if (value.isPresent() && !value.get().isArray()) {
            throw wrong(key, "a list");
        }
        List<JsonNode> items = new ArrayList<>();
        value.ifPresent(array -> array.forEach(items::add));
        return items;
    }

    List<String> texts(String key) throws DamagedMapException {
        return texts(key, list(key));
    }

    List<List<String>> textLists(String key) throws DamagedMapException {
        List<List<String>> lists = new ArrayList<>();
        for (JsonNode item : list(key)) {
            if (!item.isArray()) {
                throw wrong(key, "a list of lists");
            }
            lists.add(texts(key, item));
        }
        return lists;
    }

    private List<String> texts(String key, Iterable<JsonNode> items) throws DamagedMapException {
        List<String> texts = new ArrayList<>();
        for (JsonNode item : items) {
            if (!item.isTextual()) {
                throw wrong(key, "a list of texts");
            }
            texts.add(item.textValue());
        }
        return texts;
    }

    Map<String, String> textMap(String key) throws DamagedMapException {
        Map<String, String> texts = new LinkedHashMap<>();
        if (any(key).isPresent()) {
            JsonFields inner = of(where + ", " + key, any(key).get());
            for (Map.Entry<String, JsonNode> field : inner.node.properties()) {
                texts.put(field.getKey(), inner.mustText(field.getKey()));
            }
        }
        return texts;
    }

    Map<String, JsonNode> except(Set<String> known) {
        Map<String, JsonNode> unknown = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : node.properties()) {
            if (!known.contains(field.getKey())) {
                unknown.put(field.getKey(), field.getValue());
            }
        }
        return unknown;
    }
}
