package org.zfsbackup.camel;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.apache.camel.Exchange;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.operation.BackupStream;
import org.zfsbackup.operation.ReadBackup;
import org.zfsbackup.operation.ReceiveBackup;
import org.zfsbackup.plan.RestoreStep;
import org.zfsbackup.repository.map.RecordedDataset;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Zfs;

/**
 * What {@code backup:read} tells the step that receives about the backup in the body. It is a property of the exchange and
 * not a header, so that no message from outside can set it.
 */
public final class RestoreProtocol {
    private static final String PROPERTY = "CamelZfsRestoredBackup";

    private final RestoreStep step;
    private final List<RecordedDataset> datasets;
    private final ReadBackup reader;
    private volatile @Nullable BackupStream stream;

    /** @param datasets those in the backup's stream */
    public RestoreProtocol(RestoreStep step, List<RecordedDataset> datasets, ReadBackup reader) {
        this.step = step;
        this.datasets = List.copyOf(datasets);
        this.reader = reader;
    }

    public void attachTo(Exchange exchange) {
        exchange.setProperty(PROPERTY, this);
    }

    public static Optional<RestoreProtocol> of(Exchange exchange) {
        return Optional.ofNullable(exchange.getProperty(PROPERTY, RestoreProtocol.class));
    }

    /** Opens the backup's stream; called once, when the body is opened. */
    public BackupStream open() throws IOException {
        BackupStream opened = reader.open(step.source(), step.entry());
        stream = opened;
        return opened;
    }

    /** Has the opened stream received as this dataset, under the checks of {@link ReceiveBackup}. */
    public void receive(Zfs zfs, DatasetName destination, ReceiveBackup.Receiving receiving) throws IOException {
        BackupStream opened = stream;
        if (opened == null) {
            throw new IOException("the body is not the backup that backup:read gave: send it to zfs: as it is");
        }
        new ReceiveBackup(zfs, step.source(), destination, step.entry(), datasets).receive(opened, receiving);
    }
}
