package org.zfsbackup.operation;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.plan.PropertyClasses;
import org.zfsbackup.plan.StepProperties;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/**
 * Sets the properties of one step of a restore. A property that ZFS refuses does not make the restore fail: it is named in
 * a warning.
 */
public final class PropertyRestore {
    private static final Logger LOG = LoggerFactory.getLogger(PropertyRestore.class);

    private final Zfs zfs;
    private final DatasetName destination;
    private final StepProperties properties;
    private final boolean withStream;

    /**
     * @param zfs the host of the destination
     * @param destination the dataset to receive the step as
     * @param properties what is planned for the step
     * @throws IOException if zfs cannot be asked what it supports
     */
    public PropertyRestore(Zfs zfs, DatasetName destination, StepProperties properties) throws IOException {
        this.zfs = zfs;
        this.destination = destination;
        this.properties = properties;
        this.withStream = zfs.receiver().takesProperties(destination);
    }

    /** The properties that {@code zfs receive} sets; none if it cannot. */
    public Map<String, String> withStream() {
        return withStream ? properties.withStream() : Map.of();
    }

    /**
     * The properties of the stream that are not taken. Without limits if {@code zfs receive} cannot leave them out: they
     * cannot be inherited afterwards.
     */
    public Set<String> except() {
        Set<String> except = new TreeSet<>(properties.except());
        if (!withStream) {
            except.removeAll(PropertyClasses.LIMITS);
        }
        return except;
    }

    /**
     * Sets what must be set after the stream was received, and reports what is left out.
     *
     * @throws IOException if zfs cannot be run
     */
    public void afterwards() throws IOException {
        List<StepProperties.Wanted> wanted = new ArrayList<>();
        if (!withStream && !properties.withStream().isEmpty()) {
            wanted.add(new StepProperties.Wanted(destination, properties.withStream()));
        }
        wanted.addAll(properties.afterwards());
        for (StepProperties.Wanted one : wanted) {
            zfs.localProperties()
                    .set(one.dataset(), one.values())
                    .forEach((property, why) -> LOG.warn(
                            "{} is restored without {}={}, because ZFS refuses it: {}",
                            one.dataset(),
                            property,
                            one.values().get(property),
                            why));
        }
        properties.notes().forEach(LOG::warn);
    }
}
