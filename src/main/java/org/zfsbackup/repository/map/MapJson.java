package org.zfsbackup.repository.map;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.IllegalNameException;

/**
 * Reads and writes {@code map.json}: {@code {DATASET: {"snapshots": [ENTRY]}}}, as the original program wrote it, with
 * more keys.
 */
public final class MapJson {
    private static final String SNAPSHOTS = "snapshots";
    private static final ObjectMapper MAPPER = new ObjectMapper(JsonFactory.builder()
                    .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
                    .build())
            .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS);
    private static final DefaultPrettyPrinter PRINTER = new DefaultPrettyPrinter()
            .withObjectIndenter(new DefaultIndenter("  ", "\n"))
            .withArrayIndenter(new DefaultIndenter("  ", "\n"));

    private MapJson() {}

    /**
     * Reads a map.
     *
     * @throws DamagedMapException if the bytes are not a complete map of a known format
     */
    public static BackupMap read(byte[] json) throws DamagedMapException {
        JsonFields root = JsonFields.of("the map", parse(json));
        Map<DatasetName, BackupMap.Backups> datasets = new LinkedHashMap<>();
        for (Map.Entry<String, JsonNode> field : root.except(Set.of()).entrySet()) {
            DatasetName dataset = dataset(field.getKey());
            datasets.put(dataset, backups(dataset, field.getValue()));
        }
        return new BackupMap(datasets);
    }

    static JsonNode parse(byte[] json) throws DamagedMapException {
        if (json.length == 0) {
            throw new DamagedMapException("it is an empty file");
        }
        try {
            return MAPPER.readTree(json);
        } catch (JsonProcessingException e) {
            throw new DamagedMapException("it is not JSON, or it is cut off: " + e.getOriginalMessage());
        } catch (IOException e) {
            throw new DamagedMapException("it cannot be read: " + e);
        }
    }

    static DatasetName dataset(String name) throws DamagedMapException {
        try {
            return new DatasetName(name);
        } catch (IllegalNameException e) {
            throw new DamagedMapException(String.valueOf(e.getMessage()));
        }
    }

    private static BackupMap.Backups backups(DatasetName dataset, JsonNode node) throws DamagedMapException {
        JsonFields fields = JsonFields.of("'" + dataset + "'", node);
        if (fields.any(SNAPSHOTS).isEmpty()) {
            throw fields.wrong(SNAPSHOTS, "there");
        }
        List<BackupEntry> entries = new ArrayList<>();
        for (JsonNode entry : fields.list(SNAPSHOTS)) {
            entries.add(EntryReader.read(dataset, entry));
        }
        return new BackupMap.Backups(entries, fields.except(Set.of(SNAPSHOTS)));
    }

    /** Returns the map as UTF-8, indented for people. */
    public static byte[] write(BackupMap map) {
        ObjectNode root = MAPPER.createObjectNode();
        map.datasets().forEach((dataset, backups) -> {
            ObjectNode node = root.putObject(dataset.value());
            ArrayNode entries = node.putArray(SNAPSHOTS);
            backups.entries().forEach(entry -> entries.add(EntryWriter.write(dataset, entry)));
            backups.unknown().forEach(node::set);
        });
        return bytes(root);
    }

    /** Returns a map with only this entry. */
    static ObjectNode tree(DatasetName dataset, ObjectNode entry) {
        ObjectNode root = MAPPER.createObjectNode();
        root.putObject(dataset.value()).putArray(SNAPSHOTS).add(entry);
        return root;
    }

    /** Returns the only entry of a map that was read before. */
    static JsonNode onlyEntry(byte[] json, DatasetName dataset) throws DamagedMapException {
        return parse(json).path(dataset.value()).path(SNAPSHOTS).path(0);
    }

    static byte[] bytes(ObjectNode root) {
        try {
            return MAPPER.writer(PRINTER).writeValueAsBytes(root);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("a tree of JSON nodes can always be written", e);
        }
    }
}
