package org.zfsbackup.zfs;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.zfsbackup.zfs.sendstream.PartCheck;
import org.zfsbackup.zfs.sendstream.SentTree;
import org.zfsbackup.zfs.sendstream.StreamExpectation;
import org.zfsbackup.zfs.sendstream.TreeCheck;

/**
 * One {@code zfs send}.
 *
 * @param snapshot what is sent
 * @param base what an incremental stream starts from; empty for a full stream
 * @param recursive whether it is a replication stream, with all datasets below and their properties ({@code -R})
 * @param intermediates whether all snapshots in between go into one stream ({@code -I}); only if the base is a snapshot
 * @param options the form of the stream
 * @param token where the interrupted receive of this very stream continues; the other options are then in the token
 * @param tree for a recursive stream, the datasets as they were when it was planned, with which the stream is compared
 */
public record SendRequest(
        Snapshot snapshot,
        Optional<Base> base,
        boolean recursive,
        boolean intermediates,
        SendOptions options,
        Optional<ResumeToken> token,
        Optional<SentTree> tree) {
    /** A request whose stream is not compared with a tree. */
    public SendRequest(
            Snapshot snapshot,
            Optional<Base> base,
            boolean recursive,
            boolean intermediates,
            SendOptions options,
            Optional<ResumeToken> token) {
        this(snapshot, base, recursive, intermediates, options, token, Optional.empty());
    }

    /** A request in the plain form. */
    public SendRequest(Snapshot snapshot, Optional<Base> base, boolean recursive) {
        this(snapshot, base, recursive, false, SendOptions.PLAIN, Optional.empty());
    }

    /** Requests the rest of a stream whose first part the receiver already has. */
    public static SendRequest remainder(Snapshot snapshot, Optional<Base> base, ResumeToken token) {
        return new SendRequest(snapshot, base, false, false, SendOptions.PLAIN, Optional.of(token));
    }

    /** Returns the request with the datasets that its stream is compared with. */
    public SendRequest of(SentTree datasets) {
        return new SendRequest(snapshot, base, recursive, intermediates, options, token, Optional.of(datasets));
    }

    List<String> words() {
        List<String> words = new ArrayList<>();
        if (token.isPresent()) {
            return List.of("-t", token.get().text());
        }
        words.addAll(options.words());
        if (recursive) {
            words.add("-R");
        }
        base.ifPresent(from -> words.addAll(List.of(intermediates ? "-I" : "-i", from.fullName())));
        words.add(snapshot.name().toString());
        return words;
    }

    StreamExpectation expectation() {
        return new StreamExpectation(
                Optional.of(snapshot.guid()),
                Optional.of(base.map(Base::guid).orElse(Guid.NONE)),
                Optional.of(snapshot.name().toString()));
    }

    /** Returns the comparison of the stream with the planned datasets, for one reading of the stream. */
    public PartCheck check() {
        return recursive && tree.isPresent()
                ? new TreeCheck(tree.get().datasets(), this, tree.get().originsElsewhere())
                : PartCheck.NONE;
    }
}
