package org.zfsbackup.repository.map;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.regex.Pattern;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.IllegalNameException;

/**
 * Reads and writes {@code backups/ID.json}: a map with one entry, which has two more keys. {@code datasets} lists what
 * its stream holds: for each dataset {@code name} (relative to the backup's dataset), {@code guid} and, unless the
 * stream creates it from nothing, {@code base} or, for a new clone, {@code origin}; and {@code properties}, those that
 * were set on the dataset itself. {@code host} is the name of the host that sent it.
 */
public final class RecordJson {
    private static final String PROPERTIES = "properties";
    private static final Pattern NAME = Pattern.compile("[a-z0-9][A-Za-z0-9_:.@+-]*");

    private RecordJson() {}

    /** Returns the record as UTF-8, indented for people. */
    public static byte[] write(BackupRecord record) {
        ObjectNode entry = EntryWriter.unsealed(record.entry());
        record.host().ifPresent(host -> entry.put(EntryReader.HOST, host));
        ArrayNode datasets = entry.putArray(EntryReader.DATASETS);
        for (RecordedDataset dataset : record.datasets()) {
            ObjectNode node = datasets.addObject().put("name", dataset.path());
            node.put("guid", dataset.guid().toString());
            dataset.base().ifPresent(base -> node.put("base", base.toString()));
            dataset.origin().ifPresent(origin -> node.put("origin", origin.toString()));
            dataset.properties().ifPresent(values -> values.forEach(node.putObject(PROPERTIES)::put));
        }
        return MapJson.bytes(MapJson.tree(record.dataset(), EntryWriter.sealed(record.dataset(), entry)));
    }

    /**
     * Reads a record.
     *
     * @throws DamagedMapException if the bytes are not the complete, unchanged record of one backup
     */
    public static BackupRecord read(byte[] json) throws DamagedMapException {
        BackupMap map = MapJson.read(json);
        List<DatasetName> names = List.copyOf(map.datasets().keySet());
        if (names.size() != 1 || map.of(names.get(0)).size() != 1) {
            throw new DamagedMapException("it is not the record of one backup");
        }
        DatasetName dataset = names.get(0);
        JsonNode entry = MapJson.onlyEntry(json, dataset);
        Optional<String> host = JsonFields.of("the record of " + dataset, entry).text(EntryReader.HOST);
        return new BackupRecord(dataset, map.of(dataset).get(0), datasets(dataset, entry), host);
    }

    /**
     * Reads the record of a running backup: it has the chunks so far, which may be none, and no digest of the whole
     * stream.
     *
     * @throws DamagedMapException if the bytes are not such a record, complete and unchanged
     */
    public static BackupRecord readPending(byte[] json) throws DamagedMapException {
        JsonFields root = JsonFields.of("the record of a running backup", MapJson.parse(json));
        List<Map.Entry<String, JsonNode>> only =
                List.copyOf(root.except(Set.of()).entrySet());
        if (only.size() != 1) {
            throw new DamagedMapException(root + " is not one of one dataset");
        }
        DatasetName dataset = MapJson.dataset(only.get(0).getKey());
        BackupEntry entry = EntryReader.read(dataset, MapJson.onlyEntry(json, dataset), true);
        if (entry.id().isEmpty()) {
            throw root.wrong("id", "there");
        }
        return new BackupRecord(dataset, entry, List.of());
    }

    /** Checks the names, because they become words of a command. */
    private static Optional<Map<String, String>> properties(JsonFields dataset) throws DamagedMapException {
        if (!dataset.has(PROPERTIES)) {
            return Optional.empty();
        }
        Map<String, String> values = dataset.textMap(PROPERTIES);
        if (!values.keySet().stream().allMatch(name -> NAME.matcher(name).matches())) {
            throw dataset.wrong(PROPERTIES, "an object with the names of ZFS properties as keys");
        }
        return Optional.of(values);
    }

    private static List<RecordedDataset> datasets(DatasetName root, JsonNode entry) throws DamagedMapException {
        List<RecordedDataset> datasets = new ArrayList<>();
        for (JsonNode node : JsonFields.of("the record of " + root, entry).list(EntryReader.DATASETS)) {
            JsonFields fields = JsonFields.of("a dataset in the record of " + root, node);
            try {
                RecordedDataset dataset = new RecordedDataset(
                        fields.mustText("name"),
                        Guid.parse(fields.mustText("guid")),
                        fields.text("base").map(Guid::parse),
                        fields.text("origin").map(Guid::parse),
                        properties(fields));
                dataset.below(root);
                datasets.add(dataset);
            } catch (NumberFormatException | IllegalNameException e) {
                throw new DamagedMapException("a dataset in the record of " + root + " has no valid name or GUID");
            }
        }
        return datasets;
    }
}
