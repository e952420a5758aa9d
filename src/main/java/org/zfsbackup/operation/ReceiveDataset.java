package org.zfsbackup.operation;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.SnapshotRef;
import org.zfsbackup.stream.Interrupts;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.ShellName;
import org.zfsbackup.zfs.Zfs;
import org.zfsbackup.zfs.sendstream.StreamedDataset;

/**
 * Receives a backup that is not recursive. A chain may be thousands of backups long, so this needs only two short requests,
 * whose cost does not depend on the number of snapshots at the destination.
 *
 * @param resumed whether the destination has a part of the stream, with which the receive goes on
 */
record ReceiveDataset(Zfs zfs, DatasetName source, DatasetName destination, BackupEntry entry, boolean resumed) {
    private static final int LOOKS = 10;
    private static final Duration PAUSE = Duration.ofMillis(500);

    void receive(BackupStream stream, ReceiveBackup.Receiving receiving) throws IOException {
        Optional<SnapshotRef> base = entry.parent();
        boolean needsBase = base.isPresent() && !entry.details().newClone();
        if (needsBase && !has(base.get().name(), base.get().guid())) {
            throw withoutBase(source, destination, entry, destination.value());
        }
        try {
            receiving.receive(); // The last record is withheld, so a stream that fails is never received as a whole.
        } catch (IOException e) {
            throw withPartialState(stream, e);
        }
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

    /**
     * Says what {@code zfs receive -s} has kept. If the rest cannot be read, nobody could go on with it, so what this receive
     * has begun is discarded.
     */
    private IOException withPartialState(BackupStream stream, IOException failure) {
        try {
            if (!hasPartialState(stream)) {
                return failure;
            }
            if (stream.isUnreadable() && !resumed) {
                return discarded(failure);
            }
            return new IOException(
                    failure.getMessage() + ". What has arrived is kept in " + destination
                            + ": run the same restore again, and it goes on from there; or discard it with"
                            + " `zfs receive -A " + ShellName.of(destination) + "`",
                    failure);
        } catch (IOException e) {
            failure.addSuppressed(e);
            return failure;
        }
    }

    private IOException discarded(IOException failure) {
        try {
            zfs.receiver().abandon(destination);
            return failure;
        } catch (IOException e) {
            return new IOException(
                    failure.getMessage() + ". What has arrived of it could not be discarded: " + e.getMessage(),
                    failure);
        }
    }

    /**
     * Whether the destination holds what an interrupted receive has left. If the stream has failed, {@code zfs receive} was
     * killed, and on another host it may take a moment to end.
     */
    private boolean hasPartialState(BackupStream stream) throws IOException {
        int looks = stream.hasFailed() ? LOOKS : 1;
        for (int look = 1; ; look++) {
            Optional<DatasetState> state = zfs.state(destination);
            if (state.isEmpty() || state.get().token().isPresent() || look == looks || !zfs.resumes()) {
                return state.flatMap(DatasetState::token).isPresent();
            }
            pause();
        }
    }

    private static void pause() throws IOException {
        try {
            Thread.sleep(PAUSE.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw Interrupts.asIo("interrupted", e);
        }
    }

    /** Whether the destination has the snapshot, under its name or another; without a GUID the name decides. */
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

    /** @param lacking the datasets that do not exist or do not have the base */
    static IOException withoutBase(DatasetName source, DatasetName destination, BackupEntry entry, String lacking) {
        return new IOException("the backup of " + source + "@"
                + entry.snapshot().name() + " builds on "
                + entry.parent().map(point -> "@" + point.name()).orElse("an earlier snapshot") + " in " + lacking
                + ", which does not exist there: ZFS would put the backup into any dataset of the pool that has"
                + " it. Nothing was received. An earlier restore may have been interrupted: restore to another"
                + " name with --to, or destroy "
                + destination + " and restore it again");
    }

    /** @param lacking what is missing although it was received */
    static IOException incomplete(DatasetName source, DatasetName destination, BackupEntry entry, String lacking) {
        return new IOException(
                "zfs receive reported success, but " + lacking + " is missing after the backup of " + source
                        + "@" + entry.snapshot().name() + " was received. Check " + destination
                        + " before you use it, or restore to another name");
    }
}
