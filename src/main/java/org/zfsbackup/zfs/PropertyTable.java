package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Reads the output of {@code zfs get -Hp -s local,received -o name,property,source,value}, line by line. The value comes
 * last, because that of a user property may have tabs and line breaks. Snapshots are left out.
 */
final class PropertyTable {
    private static final Set<String> SOURCES = Set.of("local", "received");

    private final Map<DatasetName, Map<String, String>> properties = new TreeMap<>();
    private @Nullable Map<String, String> values;
    private String property = "";

    /** Takes the next line, without its end. */
    void add(String line) throws IOException {
        String[] fields = line.split("\t", 4);
        if (fields.length == 4 && SOURCES.contains(fields[2])) {
            boolean dataset = fields[0].indexOf('@') < 0 && fields[0].indexOf('#') < 0;
            values = dataset
                    ? properties.computeIfAbsent(new DatasetName(fields[0]), name -> new TreeMap<>())
                    : new LinkedHashMap<>();
            property = fields[1];
            values.put(property, fields[3]);
        } else if (values == null) {
            throw new IOException("zfs get printed a line that this program does not understand: " + line);
        } else {
            values.merge(property, line, (before, more) -> before + "\n" + more);
        }
    }

    /** Returns the values by dataset and property. Datasets without such properties are left out. */
    Map<DatasetName, Map<String, String>> properties() {
        return properties;
    }
}
