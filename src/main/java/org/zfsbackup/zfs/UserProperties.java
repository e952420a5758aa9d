package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Reads and sets user properties of datasets on one host. Safe for use by several threads. */
public final class UserProperties {
    private final ZfsCommand zfs;

    UserProperties(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /**
     * Returns the values of a property by dataset; those without the property are left out. A value may be inherited or
     * received. Runs one process, however many datasets there are.
     *
     * @param name with a colon, as ZFS wants it
     * @param recursive also of the datasets below
     */
    public Map<DatasetName, String> read(DatasetName root, String name, boolean recursive) throws IOException {
        List<String> words = new ArrayList<>(List.of("list", "-H"));
        if (recursive) {
            words.add("-r");
        }
        words.addAll(List.of("-t", "filesystem,volume", "-o", "name," + name, root.value()));
        Map<DatasetName, String> values = new HashMap<>();
        zfs.read(words, line -> {
            String[] fields = line.split("\t", 2);
            if (fields.length == 2 && !fields[1].equals("-")) {
                values.put(new DatasetName(fields[0]), fields[1]);
            }
        });
        return values;
    }

    /** Sets a property of one dataset. */
    public void set(DatasetName dataset, String name, String value) throws IOException {
        zfs.run("set", name + "=" + value, dataset.value());
    }

    /** Removes a property that was set for one dataset. */
    public void remove(DatasetName dataset, String name) throws IOException {
        zfs.run("inherit", name, dataset.value());
    }
}
