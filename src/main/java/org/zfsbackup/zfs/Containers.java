package org.zfsbackup.zfs;

import java.io.IOException;
import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.process.CommandFailedException;

/**
 * Empty datasets that hold the replicas below them. They are read-only and never mounted. A user property marks them, so
 * that the dataset itself can be received into one later, if it is still as it was created. Safe for use by several
 * threads.
 */
public final class Containers {
    private static final Logger LOG = LoggerFactory.getLogger(Containers.class);

    /** Its value is the GUID of the dataset, because properties are inherited, and how many bytes it had at first. */
    private static final String MARK = "org.zfsbackup:container";

    private static final List<String> CREATE = List.of("create", "-o", "readonly=on", "-o", "canmount=off");
    private static final String UNUSED = "canmount=off readonly=on mounted=no";

    private final ZfsCommand zfs;
    private final Object lock;

    /** @param lock shared by all that create datasets on this host */
    Containers(ZfsCommand zfs, Object lock) {
        this.zfs = zfs;
        this.lock = lock;
    }

    /** Creates the datasets above this one that do not exist. */
    public void create(DatasetName below) throws IOException {
        synchronized (lock) {
            Deque<DatasetName> missing = new ArrayDeque<>();
            Optional<DatasetName> above = below.parent();
            while (above.isPresent() && zfs.isMissing(above.get())) {
                missing.push(above.get());
                above = above.get().parent();
            }
            for (DatasetName container : missing) {
                createOne(container);
            }
        }
    }

    private void createOne(DatasetName container) throws IOException {
        if (container.parent().isEmpty()) {
            throw new IOException("there is no pool '" + container + "' on " + zfs.host()
                    + ": create it with zpool create, import it, or choose another destination");
        }
        zfs.run(Stream.concat(CREATE.stream(), Stream.of(container.value())).toList());
        try {
            zfs.run("set", MARK + "=" + mark(properties(container)), container.value());
        } catch (CommandFailedException e) {
            LOG.info("{} is not marked as a container: {}", container, e.getMessage());
        }
    }

    /**
     * Returns whether a dataset without snapshots is a container as it was created: nothing was stored in it, it was not
     * mounted, and its properties were not changed.
     */
    public boolean isUntouched(DatasetName dataset) throws IOException {
        Map<String, String> properties = properties(dataset);
        String state = Stream.of("canmount", "readonly", "mounted")
                .map(name -> name + "=" + properties.get(name))
                .reduce((first, second) -> first + " " + second)
                .orElse("");
        return state.equals(UNUSED) && mark(properties).equals(properties.get(MARK));
    }

    /**
     * Makes a dataset of what was a container, after the first stream was received into it. It is still not mounted by
     * itself, but can be.
     */
    public void filled(DatasetName dataset) throws IOException {
        zfs.run("set", "canmount=noauto", dataset.value());
        zfs.run("inherit", MARK, dataset.value());
    }

    private static String mark(Map<String, String> properties) {
        return properties.get("guid") + ":" + properties.get("referenced");
    }

    private Map<String, String> properties(DatasetName dataset) throws IOException {
        String names = "guid,referenced,canmount,readonly,mounted," + MARK;
        Map<String, String> properties = new HashMap<>();
        zfs.run("get", "-Hp", "-o", "name,property,value", names, dataset.value())
                .lines()
                .map(line -> line.split("\t", -1))
                .filter(fields -> fields.length == 3)
                .forEach(fields -> properties.put(fields[1], fields[2]));
        return properties;
    }
}
