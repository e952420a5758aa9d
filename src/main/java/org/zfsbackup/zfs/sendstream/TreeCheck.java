package org.zfsbackup.zfs.sendstream;

import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.Guid;
import org.zfsbackup.zfs.SendRequest;
import org.zfsbackup.zfs.Snapshot;

/**
 * Compares a recursive stream with the datasets that existed when it was planned. {@code zfs send -R} decides by itself
 * what it sends of each dataset below. It exits with 0 even if it sent a dataset in full because the base was gone;
 * nobody can receive that over the existing dataset.
 *
 * <p>Every dataset must be in the stream up to the wanted snapshot, and each of its snapshots must build on the one
 * before. Its first one must build on the base if the dataset has it. Otherwise it must be full, or build on a snapshot
 * that the receiver has by then: a clone's origin.
 */
public final class TreeCheck implements PartCheck {
    private final DatasetTree tree;
    private final SendRequest request;
    private final boolean originsElsewhere;
    private final Map<String, DatasetState> states = new HashMap<>();
    private final Map<String, Guid> last = new HashMap<>();
    private final Set<Guid> atReceiver = new HashSet<>();

    /**
     * Creates the check for one reading of the stream.
     *
     * @param tree the datasets as they were planned
     * @param request what is sent
     * @param originsElsewhere whether the receiver may have the origin of a clone that is not in the stream
     */
    public TreeCheck(DatasetTree tree, SendRequest request, boolean originsElsewhere) {
        this.tree = tree;
        this.request = request;
        this.originsElsewhere = originsElsewhere;
        tree.datasets().values().forEach(state -> {
            states.put(state.name().value(), state);
            base(state).ifPresent(atReceiver::add);
        });
    }

    private Optional<Guid> base(DatasetState state) {
        return request.base()
                .flatMap(base -> state.history().stream()
                        .filter(candidate -> candidate.shortName().equals(base.shortName()))
                        .findFirst())
                .map(Base::guid);
    }

    @Override
    public Optional<String> part(StreamPart part) {
        DatasetState state = states.get(part.dataset());
        if (state == null) {
            return Optional.of("it holds " + part.name() + ", which did not exist when the run was planned,");
        }
        Optional<Guid> known = state.snapshot(part.snapshot()).map(Snapshot::guid);
        if (!known.equals(Optional.of(part.guid()))) {
            return Optional.of("it holds " + part.name() + " with GUID " + part.guid()
                    + ", but when the run was planned"
                    + known.map(guid -> " that snapshot had GUID " + guid).orElse(" there was no such snapshot") + ",");
        }
        Optional<String> wrong = wrongBase(state, part);
        last.put(part.dataset(), part.guid());
        atReceiver.add(part.guid());
        return wrong;
    }

    private Optional<String> wrongBase(DatasetState state, StreamPart part) {
        Guid before = last.get(part.dataset());
        Optional<Guid> expected = before == null ? base(state) : Optional.of(before);
        if (expected.isPresent()) {
            return part.base().equals(expected.get())
                    ? Optional.empty()
                    : Optional.of(part.name() + " in it "
                            + (part.base().equals(Guid.NONE)
                                    ? "is a full stream"
                                    : "builds on the snapshot with GUID " + part.base())
                            + " and does not build on the snapshot with GUID " + expected.get()
                            + ", which was destroyed or replaced during the run,");
        }
        boolean known = part.base().equals(Guid.NONE) || atReceiver.contains(part.base());
        return known || originsElsewhere
                ? Optional.empty()
                : Optional.of(state.name() + " is a clone of a snapshot (GUID " + part.base() + ") that is neither in"
                        + " the stream nor in the backup that it builds on, so it could not be restored. Back up each"
                        + " dataset by itself, or a dataset above that holds the origin too, with --full,");
    }

    @Override
    public Optional<String> end() {
        String wanted = request.snapshot().shortName();
        List<String> lacking = tree.datasets().values().stream()
                .filter(state -> !state.snapshot(wanted)
                        .map(Snapshot::guid)
                        .equals(Optional.ofNullable(last.get(state.name().value()))))
                .map(state -> state.name() + "@" + wanted)
                .toList();
        return lacking.isEmpty()
                ? Optional.empty()
                : Optional.of(String.join(", ", lacking) + " did not come before its end");
    }
}
