package org.zfsbackup.operation;

import java.io.IOException;
import java.util.Collection;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;
import org.zfsbackup.repository.BackupIndex;
import org.zfsbackup.repository.OtherPrefixes;
import org.zfsbackup.repository.Repository;
import org.zfsbackup.repository.map.BackupEntry;
import org.zfsbackup.repository.map.BackupMap;
import org.zfsbackup.repository.map.SnapshotOrder;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SnapshotTree;

/**
 * Checks that a repository is the one that a source knows, and that its backups are of that source. For one thread and
 * one run. A user who says that the target is new is believed.
 */
final class TargetRecognition {
    private static final Logger LOG = LoggerFactory.getLogger(TargetRecognition.class);

    private final BackupSource source;
    private final Repository target;
    private final TargetMemory memory;

    TargetRecognition(BackupSource source, Repository target, TargetMemory memory) {
        this.source = source;
        this.target = target;
        this.memory = memory;
    }

    /**
     * Checks a repository without backups, before anything is written to it: no dataset of the source remembers it, and
     * no other repository of the store has backups of them.
     *
     * @throws IOException if one does, with what to do, or if the store or ZFS fails
     */
    void checkEmpty(BackupMap map) throws IOException {
        if (source.newTarget() || !entries(map).isEmpty()) {
            return;
        }
        Collection<DatasetState> datasets = datasets();
        for (DatasetState dataset : datasets) {
            if (memory.remembers(dataset)) {
                throw new IOException("there are no backups at " + target + ", but " + dataset.name()
                        + " was backed up there before. Is the disk mounted, and is this the right place? Nothing was"
                        + " written. If those backups are gone for good, start over with --new-target");
            }
        }
        for (Repository other : OtherPrefixes.of(target)) {
            checkOther(datasets, other);
        }
    }

    private Collection<DatasetState> datasets() throws IOException {
        return source.hasChildren()
                ? source.zfs()
                        .tree(source.root())
                        .map(tree -> tree.datasets().values())
                        .orElse(List.of())
                : source.zfs().state(source.root()).stream().toList();
    }

    private void checkOther(Collection<DatasetState> datasets, Repository other) throws IOException {
        Map<Guid, DatasetName> known = new HashMap<>();
        for (DatasetState dataset : datasets) {
            guids(dataset).forEach(guid -> known.put(guid, dataset.name()));
        }
        Optional<DatasetName> same = entries(map(other)).stream()
                .flatMap(entry -> guids(entry).stream())
                .filter(known::containsKey)
                .findFirst()
                .map(known::get);
        if (same.isPresent()) {
            throw new IOException("there are no backups at " + target + ", but the prefix " + other.prefix()
                    + " there has backups of this very dataset " + same.get() + ". Nothing was written. To continue"
                    + " them, run it again with --prefix " + other.prefix()
                    + ". To start a chain of its own here, use --new-target");
        }
    }

    private static BackupMap map(Repository other) {
        try {
            return new BackupIndex(other).load();
        } catch (IOException e) {
            LOG.warn("It is not known whether {} has backups of the same datasets: {}", other, e.getMessage());
            return BackupMap.EMPTY;
        }
    }

    private static List<BackupEntry> entries(BackupMap map) {
        return map.datasets().values().stream()
                .flatMap(backups -> backups.entries().stream())
                .toList();
    }

    /** The GUIDs of the dataset itself and of its snapshots. */
    private static Set<Guid> guids(DatasetState dataset) {
        Set<Guid> guids = dataset.history().stream().map(Base::guid).collect(Collectors.toCollection(HashSet::new));
        guids.add(dataset.guid());
        guids.remove(Guid.NONE);
        return guids;
    }

    private static Set<Guid> guids(BackupEntry entry) {
        Set<Guid> guids = new HashSet<>();
        entry.snapshot().guid().ifPresent(guids::add);
        entry.details().birth().map(SnapshotOrder::dataset).ifPresent(guids::add);
        return guids;
    }

    /**
     * Returns why a dataset cannot be backed up to a repository with backups, as a sentence, or nothing if it can.
     *
     * @throws IOException if ZFS fails
     */
    Optional<String> problem(DatasetName dataset, SnapshotTree here, BackupMap map) throws IOException {
        Optional<DatasetState> state = here.datasets().flatMap(tree -> tree.find(dataset));
        if (source.newTarget() || state.isEmpty()) {
            return Optional.empty();
        }
        List<BackupEntry> own = map.of(dataset);
        if (!own.isEmpty()) {
            return isOfAnother(state.get(), own) ? Optional.of(foreign(dataset)) : Optional.empty();
        }
        return memory.remembers(state.get()) && !hasCommon(state.get(), entries(map))
                ? Optional.of(lost(dataset))
                : Optional.empty();
    }

    /** Backups of older programs do not say which dataset they are of. */
    private static boolean isOfAnother(DatasetState state, List<BackupEntry> backups) {
        return backups.stream().allMatch(entry -> entry.details().birth().isPresent()) && !hasCommon(state, backups);
    }

    private static boolean hasCommon(DatasetState state, List<BackupEntry> backups) {
        Set<Guid> known = guids(state);
        return backups.stream().flatMap(entry -> guids(entry).stream()).anyMatch(known::contains);
    }

    private String foreign(DatasetName dataset) {
        return "the backups of " + dataset + " at " + target + " are of another dataset of that name: neither its GUID"
                + " nor a snapshot is the same. Nothing was written. If they are of another host, give each host a"
                + " prefix of its own with --prefix NAME. If " + dataset + " was created anew, start a new chain beside"
                + " the old backups with --new-target";
    }

    private String lost(DatasetName dataset) {
        return "there are no backups of " + dataset + " at " + target + ", but it was backed up there before. Is this"
                + " an older copy of the target? Nothing was written. If its backups were deleted on purpose, start"
                + " over with --new-target";
    }
}
