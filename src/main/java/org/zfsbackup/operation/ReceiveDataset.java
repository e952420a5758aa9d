package org.zfsbackup.operation;

import java.io.IOException;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * Receives a backup without children. Two short questions are asked, whose cost does not depend on how many snapshots the
 * destination has: a chain may be thousands of backups long.
 */
record ReceiveDataset(Zfs zfs, DatasetName source, DatasetName destination, BackupEntry entry) {
    void receive(BackupStream stream, ReceiveBackup.Receiving receiving) throws IOException {
        Optional<SnapshotRef> base = entry.parent();
        if (base.isPresent() && !has(base.get().name(), base.get().guid())) {
            throw withoutBase(source, destination, entry, destination.value());
        }
        receiving.receive(); // if the stream fails, nothing stays: its last record was never given
        List<StreamedDataset> received = stream.datasets();
        Optional<Guid> last = received.isEmpty()
                ? entry.snapshot().guid()
                : Optional.of(received.get(0).last());
        if (!has(entry.snapshot().name(), last)) {
            throw incomplete(
                    source,
                    destination,
                    entry,
                    destination + "@" + entry.snapshot().name());
        }
    }

    /** Whether the destination has that snapshot, under its name or under another; without a GUID the name decides. */
    private boolean has(String name, Optional<Guid> guid) throws IOException {
        Optional<Guid> found = zfs.guidOf(destination.at(name));
        if (found.isPresent() && (guid.isEmpty() || found.equals(guid))) {
            return true;
        }
        return guid.isPresent()
                && zfs.state(destination)
                        .flatMap(state -> state.snapshot(guid.get()))
                        .isPresent();
    }

    /** @param lacking the datasets that are not there, or do not have the base */
    static IOException withoutBase(DatasetName source, DatasetName destination, BackupEntry entry, String lacking) {
        return new IOException("the backup of " + source + "@"
                + entry.snapshot().name() + " builds on "
                + entry.parent().map(point -> "@" + point.name()).orElse("an earlier snapshot") + " in " + lacking
                + ", and that is not there: ZFS would put it into any dataset of the pool that has it. Nothing was"
                + " received. An earlier restore may have broken off: restore to another name with --to, or destroy "
                + destination + " and restore it again");
    }

    /** @param lacking what is not there although it was received */
    static IOException incomplete(DatasetName source, DatasetName destination, BackupEntry entry, String lacking) {
        return new IOException(
                "zfs receive ended well, and yet " + lacking + " is missing after the backup of " + source
                        + "@" + entry.snapshot().name() + " was received. Look at " + destination
                        + " before you use it, or restore to another name");
    }
}
