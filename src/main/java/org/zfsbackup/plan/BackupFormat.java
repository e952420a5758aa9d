package org.zfsbackup.plan;

import java.util.Optional;
import java.util.function.Supplier;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.SendFeatures;
import org.zfsbackup.zfs.SendOptions;
import org.zfsbackup.zfs.SnapshotTree;

/**
 * Chooses the form of the streams of a backup. What is encrypted at the source is sent raw unless the user says
 * otherwise on each run, and a chain is continued in the form in which it was begun: ZFS receives no other.
 *
 * @param wish the form that the user wants
 * @param here what is backed up
 * @param sends what the source's zfs can do; asked only for a new chain
 */
record BackupFormat(SendFormatPreference wish, SnapshotTree here, Supplier<SendFeatures> sends) {
    /** Returns the form of a new chain. */
    SendOptions ofNewChain() {
        boolean raw = isRaw();
        return new SendOptions(
                raw,
                !raw && wish.compressed().orElse(false),
                wish.largeBlocks().orElseGet(() -> sends.get().knows('L')),
                !raw && wish.embedded().orElse(false),
                false);
    }

    /** Returns the form in which a chain was begun. */
    static SendOptions of(BackupEntry entry) {
        return entry.details().format().orElse(SendOptions.PLAIN);
    }

    /** Returns why no backup can be put on this one in the form that is wanted now, or nothing if one can. */
    Optional<String> refusal(BackupEntry base) {
        if (of(base).raw()) {
            return wish.raw().orElse(true)
                    ? Optional.empty()
                    : Optional.of("the chain at the target was sent raw, so it cannot be continued decrypted. Leave out"
                            + " --no-raw (raw=false), or start a new chain with --full");
        }
        return firstEncrypted()
                .filter(found -> isRaw())
                .map(found -> found.name() + " is encrypted, but the chain at the target was sent decrypted, so it"
                        + " cannot be continued raw. --full starts a raw chain beside it; --no-raw (raw=false)"
                        + " continues it decrypted, and must be given on every run");
    }

    private boolean isRaw() {
        return firstEncrypted().isPresent() && wish.raw().orElse(true);
    }

    private Optional<DatasetState> firstEncrypted() {
        return here.datasets().stream()
                .flatMap(tree -> tree.datasets().values().stream())
                .filter(DatasetState::encrypted)
                .findFirst();
    }
}
