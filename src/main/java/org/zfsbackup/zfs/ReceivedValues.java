package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Gets rid of properties that came with a stream, for a {@code zfs receive} that cannot leave them out. Such a zfs inherits
 * only what was set on the dataset before; a value that was received stays, so it is covered by the one that the dataset
 * would inherit.
 */
final class ReceivedValues {
    private static final Logger LOG = LoggerFactory.getLogger(ReceivedValues.class);

    private final ZfsCommand zfs;

    ReceivedValues(ZfsCommand zfs) {
        this.zfs = zfs;
    }

    /** Lets the dataset and those below it inherit these properties, parents first. */
    void drop(DatasetName root, Set<String> properties) throws IOException {
        if (properties.isEmpty()) {
            return;
        }
        for (String property : properties) {
            zfs.run("inherit", "-r", property, root.value());
        }
        PropertyTable left = new PropertyTable();
        String names = String.join(",", new TreeSet<>(properties));
        zfs.read(
                List.of("get", "-rHp", "-s", "received", "-o", "name,property,source,value", names, root.value()),
                left::add);
        for (Map.Entry<DatasetName, Map<String, String>> dataset :
                left.properties().entrySet()) {
            for (String property : dataset.getValue().keySet()) {
                cover(dataset.getKey(), property);
            }
        }
    }

    private void cover(DatasetName dataset, String property) throws IOException {
        Optional<DatasetName> parent = dataset.parent();
        if (parent.isEmpty() || property.contains(":")) {
            LOG.warn("{} keeps the property {} of its source, because this zfs cannot remove it", dataset, property);
            return;
        }
        String inherited = zfs.run(
                        "get", "-Hp", "-o", "value", property, parent.get().value())
                .strip();
        boolean below = property.equals("mountpoint") && inherited.startsWith("/");
        String name = dataset.value().substring(parent.get().value().length());
        zfs.run("set", property + "=" + (below ? inherited + name : inherited), dataset.value());
    }
}
