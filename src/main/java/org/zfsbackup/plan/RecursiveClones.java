package org.zfsbackup.plan;

import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;
import org.zfsbackup.plan.replication.SendFormatPreference;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.SnapshotName;

/**
 * Checks the clones of a recursive stream before it is sent. {@code zfs send -R} sends a clone from its origin, whether or
 * not that is in the stream; seen with zfs-fuse 0.7.0 and OpenZFS 2.3.2.
 */
public final class RecursiveClones {
    private RecursiveClones() {}

    /**
     * Checks whether ZFS can bring the datasets into an order. It cannot if the origin of a clone lies below the clone, as
     * after {@code zfs promote}: the clone waits for its origin, and the origin waits for its parent.
     *
     * @param tree the datasets in the stream
     * @return why a recursive stream cannot be sent, as a sentence that says what to do; nothing if it can
     */
    public static Optional<String> disorder(DatasetTree tree) {
        Map<DatasetName, DatasetName> origins = new HashMap<>();
        tree.datasets().values().forEach(state -> state.origin()
                .ifPresent(origin -> origins.put(state.name(), origin.dataset())));
        List<DatasetName> circular =
                TreeOrder.of(tree.datasets().keySet(), origins).circular();
        return circular.isEmpty()
                ? Optional.empty()
                : Optional.of("ZFS has no order for a recursive stream of " + tree.root()
                        + ", because an origin lies below its own clone, as after `zfs promote`: "
                        + tree.datasets().values().stream()
                                .filter(state -> circular.contains(state.name())
                                        || state.origin()
                                                .map(SnapshotName::dataset)
                                                .filter(circular::contains)
                                                .isPresent())
                                .map(RecursiveClones::text)
                                .collect(Collectors.joining(", "))
                        + ". Use --recursive=each, which sends such a clone in full");
    }

    /**
     * Checks whether a restore will have the origin of each clone. A clone that an earlier stream has created cannot go on
     * either: it was no clone then, and {@code zfs receive} does not follow a promotion of what is not in the stream.
     *
     * @param tree the datasets in the stream
     * @return why the stream could not be restored, as a sentence that says what to do; nothing if it can
     */
    public static Optional<String> foreignOrigin(DatasetTree tree) {
        List<DatasetState> foreign = tree.datasets().values().stream()
                .filter(state -> state.origin()
                        .filter(origin -> tree.find(origin.dataset()).isEmpty())
                        .isPresent())
                .toList();
        return foreign.isEmpty()
                ? Optional.empty()
                : Optional.of("a recursive stream of " + tree.root() + " could not be restored, because it would hold a"
                        + " clone without its origin: "
                        + foreign.stream().map(RecursiveClones::text).collect(Collectors.joining(", "))
                        + ". Use --recursive=each, or back up a dataset above that holds the origin too, with --full");
    }

    /**
     * Checks whether a raw stream can be received without a key. OpenZFS 2.3.2 receives a clone that is not encrypted below an
     * encrypted dataset only if the key of that is loaded, and the key cannot be loaded within one stream.
     *
     * @param tree the datasets in the stream
     * @param wish the form that the user wants
     * @return why the stream could not be restored, as a sentence that says what to do; nothing if it can, also because it
     *     is not raw
     */
    public static Optional<String> plainBelowEncrypted(DatasetTree tree, SendFormatPreference wish) {
        if (!wish.raw().orElse(true)) {
            return Optional.empty();
        }
        List<DatasetState> plain = tree.datasets().values().stream()
                .filter(state -> state.origin().isPresent() && !state.encrypted())
                .filter(state -> state.name()
                        .nearestAbove(tree.datasets().keySet())
                        .flatMap(tree::find)
                        .filter(DatasetState::encrypted)
                        .isPresent())
                .toList();
        return plain.isEmpty()
                ? Optional.empty()
                : Optional.of("a recursive stream of " + tree.root() + " could not be restored, because ZFS receives a"
                        + " clone that is not encrypted below an encrypted dataset only after the key of that is"
                        + " loaded: "
                        + plain.stream().map(RecursiveClones::text).collect(Collectors.joining(", "))
                        + ". Use --recursive=each");
    }

    private static String text(DatasetState state) {
        return state.name()
                + state.origin().map(origin -> ", a clone of " + origin).orElse("");
    }
}
