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
 * @param base what an incremental stream starts from
 * @param recursive a replication stream, with all children and properties ({@code -R})
 * @param intermediates all snapshots between in one stream ({@code -I}); only where the base is a snapshot
 * @param token where a broken-off receive of this very stream goes on; the rest then stands in it
 * @param tree for a recursive stream, the datasets as they were when it was planned: the stream is compared with them
 */
public record SendRequest(
        Snapshot snapshot,
        Optional<Base> base,
        boolean recursive,
        boolean intermediates,
        SendOptions options,
        Optional<ResumeToken> token,
        Optional<SentTree> tree) {
    /** A request that is not compared with any tree. */
    public SendRequest(
            Snapshot snapshot,
            Optional<Base> base,
            boolean recursive,
            boolean intermediates,
            SendOptions options,
            Optional<ResumeToken> token) {
        this(snapshot, base, recursive, intermediates, options, token, Optional.empty());
    }

    public SendRequest(Snapshot snapshot, Optional<Base> base, boolean recursive) {
        this(snapshot, base, recursive, false, SendOptions.PLAIN, Optional.empty());
    }

    /** The rest of a stream whose first part is at the receiver. */
    public static SendRequest remainder(Snapshot snapshot, Optional<Base> base, ResumeToken token) {
        return new SendRequest(snapshot, base, false, false, SendOptions.PLAIN, Optional.of(token));
    }

    /** The same request, whose stream is compared with these datasets. */
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

    public PartCheck check() {
        return recursive && tree.isPresent()
                ? new TreeCheck(tree.get().datasets(), this, tree.get().originsElsewhere())
                : PartCheck.NONE;
    }
}
