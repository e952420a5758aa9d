package org.zfsbackup.camel.zfs;

import java.util.Optional;
import org.apache.camel.Exchange;
import org.zfsbackup.zfs.DatasetName;

/**
 * What a consumer that replicates tells the step that receives, and hears from it. A property of the exchange and no
 * header, so that no message from outside can ask for another dataset.
 */
final class Arrival {
    private static final String PROPERTY = "CamelZfsArrival";

    private final DatasetName dataset;
    private final boolean isNew;
    private final boolean withProperties;
    private final boolean force;
    private volatile boolean received;

    /**
     * @param dataset the destination
     * @param isNew whether it has no snapshot yet
     * @param withProperties whether the stream brings properties
     * @param force whether the plan lets the destination be rolled back for it
     */
    Arrival(DatasetName dataset, boolean isNew, boolean withProperties, boolean force) {
        this.dataset = dataset;
        this.isNew = isNew;
        this.withProperties = withProperties;
        this.force = force;
    }

    void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    static Optional<Arrival> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, Arrival.class));
    }

    DatasetName dataset() {
        return dataset;
    }

    boolean isNew() {
        return isNew;
    }

    boolean withProperties() {
        return withProperties;
    }

    boolean isForced() {
        return force;
    }

    void received() {
        received = true;
    }

    boolean isReceived() {
        return received;
    }
}
