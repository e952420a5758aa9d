package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.zfsbackup.process.CommandOutput;

/**
 * Reads and sets the properties that are set on datasets themselves, native ones and those of users. Safe for use by
 * several threads.
 */
public final class LocalProperties {
    /** The dataset whose key opens this one. */
    public static final String ENCRYPTION_ROOT = "encryptionroot";

    /** Changes with the passphrase; raw and hexadecimal keys have none. */
    public static final String KEY_SALT = "pbkdf2salt";

    private final ZfsCommand zfs;
    private final DatasetQuery query;

    LocalProperties(ZfsCommand zfs, DatasetQuery query) {
        this.zfs = zfs;
        this.query = query;
    }

    /**
     * Returns the values by dataset and property, with numbers in bytes. What was received with a dataset counts as set;
     * what it inherits does not. Datasets on which nothing is set are left out. Runs one process, however many datasets
     * there are.
     *
     * @param recursive also of the datasets below
     * @throws IOException if zfs fails
     */
    public Map<DatasetName, Map<String, String>> read(DatasetName root, boolean recursive) throws IOException {
        query.learn(root);
        List<String> words = new ArrayList<>(List.of("get", recursive ? "-rHp" : "-Hp"));
        if (query.knows(DatasetQuery.TYPES)) {
            words.addAll(List.of("-t", "filesystem,volume"));
        }
        words.addAll(List.of("-s", "local,received", "-o", "name,property,source,value", "all", root.value()));
        PropertyTable table = new PropertyTable();
        zfs.read(words, table::add);
        return table.properties();
    }

    /**
     * Returns {@link #ENCRYPTION_ROOT} and {@link #KEY_SALT} of each encrypted dataset, by dataset and property, for a zfs
     * that knows encryption. Runs one process.
     *
     * @param recursive also of the datasets below
     * @throws IOException if zfs fails
     */
    public Map<DatasetName, Map<String, String>> keys(DatasetName root, boolean recursive) throws IOException {
        return values(root, List.of(ENCRYPTION_ROOT, KEY_SALT), recursive);
    }

    /**
     * Returns the values of the named properties by dataset and property, whether they are set there or not. Those that a
     * dataset does not have are left out. Runs one process.
     *
     * @param names at least one, each known to this zfs
     * @param recursive also of the datasets below
     * @throws IOException if zfs fails
     */
    public Map<DatasetName, Map<String, String>> values(DatasetName root, List<String> names, boolean recursive)
            throws IOException {
        Map<DatasetName, Map<String, String>> values = new TreeMap<>();
        List<String> words = List.of(
                "get",
                recursive ? "-rHp" : "-Hp",
                "-t",
                "filesystem,volume",
                "-o",
                "name,property,value",
                String.join(",", names),
                root.value());
        zfs.read(words, line -> {
            String[] fields = line.split("\t", 3);
            if (fields.length == 3 && !fields[2].equals("-")) {
                values.computeIfAbsent(new DatasetName(fields[0]), name -> new TreeMap<>())
                        .put(fields[1], fields[2]);
            }
        });
        return values;
    }

    /**
     * Sets properties of one dataset, as far as zfs accepts them.
     *
     * @return what zfs said about each property that it refused; empty if all were set
     * @throws IOException if zfs cannot be run
     */
    public Map<String, String> set(DatasetName dataset, Map<String, String> properties) throws IOException {
        if (properties.size() > 1 && ask(dataset, properties).status() == 0) {
            return Map.of();
        }
        Map<String, String> refused = new LinkedHashMap<>();
        for (Map.Entry<String, String> property : properties.entrySet()) {
            CommandOutput result = ask(dataset, Map.of(property.getKey(), property.getValue()));
            if (result.status() != 0) {
                refused.put(property.getKey(), firstLine(result.errors()));
            }
        }
        return refused;
    }

    private CommandOutput ask(DatasetName dataset, Map<String, String> properties) throws IOException {
        List<String> words = new ArrayList<>(List.of("set"));
        properties.forEach((property, value) -> words.add(property + "=" + value));
        words.add(dataset.value());
        return zfs.ask(words);
    }

    private static String firstLine(String errors) {
        return errors.lines().findFirst().orElse("zfs did not say why");
    }
}
