package org.zfsbackup.operation.replication;

import java.io.IOException;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.zfsbackup.repository.HostName;
import org.zfsbackup.zfs.Base;
import org.zfsbackup.zfs.Bookmark;
import org.zfsbackup.zfs.DatasetName;
import org.zfsbackup.zfs.DatasetState;
import org.zfsbackup.zfs.DatasetTree;
import org.zfsbackup.zfs.SnapshotName;
import org.zfsbackup.zfs.Zfs;

/**
 * Our bookmarks and holds at a source of replicas: one for each destination, on the newest snapshot that both have.
 *
 * <p>The place of their tags is the destination with its host ({@link TaggedBases}). Safe for use by several threads.
 */
public final class Bases {
    private final Zfs to;
    private final TaggedBases tagged;

    /**
     * @param source the host of the source
     * @param to the host of the destination
     * @param keep how bases are kept
     * @param withChildren whether streams are recursive; those can only start from a snapshot
     * @throws IllegalArgumentException if a bookmark is wanted for recursive streams
     */
    public Bases(Zfs source, Zfs to, BaseRetention keep, boolean withChildren) {
        this.to = to;
        this.tagged = new TaggedBases(source, keep, withChildren);
    }

    /**
     * A bookmark or hold of ours at the source.
     *
     * @param name the name of the bookmark or the tag of the hold
     * @param bookmark empty for a hold
     * @param held the held snapshot; empty for a bookmark
     */
    public record KeptBase(String name, Optional<Bookmark> bookmark, Optional<SnapshotName> held) {
        @Override
        public String toString() {
            return bookmark.map(found -> "Bookmark " + found.fullName())
                    .orElseGet(() ->
                            "Hold " + name + " on " + held.map(Object::toString).orElse(""));
        }
    }

    /** The tag of a destination. It includes the host; another name or port of the same host counts as another host. */
    String tag(DatasetName destination) {
        return TaggedBases.tag((to.isLocal() ? HostName.local() : String.valueOf(to.host())) + ":" + destination);
    }

    /** The tags of the destination and of the datasets above it, up to {@code last} if it is given. */
    private Set<String> tags(DatasetName destination, Optional<DatasetName> last) {
        Set<String> tags = new HashSet<>();
        Optional<DatasetName> at = Optional.of(destination);
        while (at.isPresent()) {
            tags.add(tag(at.get()));
            at = at.equals(last) ? Optional.empty() : at.get().parent();
        }
        return tags;
    }

    /**
     * Creates a base at the source. It does no harm if the stream has not arrived. It is not possible for a snapshot
     * that no longer exists.
     *
     * @param here the source's dataset, as it was when the plan was made
     * @param destination the dataset that was replicated to
     * @param newest the newest snapshot that both have now
     * @return whether a base of the wanted kind exists now
     * @throws IOException if zfs fails
     */
    public boolean leave(DatasetState here, DatasetName destination, Base newest) throws IOException {
        return tagged.leave(here, tag(destination), newest);
    }

    /**
     * Releases the older bases of the same destination. Also releases the holds on this dataset from recursive
     * streams to a dataset above the destination, because they are no longer needed.
     *
     * @throws IOException if zfs fails
     */
    public void releaseOlder(DatasetState here, DatasetName destination, Base newest) throws IOException {
        tagged.releaseOlder(here, tags(destination, Optional.empty()), tag(destination), newest, base -> true);
    }

    /**
     * All of our bases in a tree, for any destination.
     *
     * @throws IOException if zfs fails
     */
    public List<KeptBase> list(DatasetTree tree) throws IOException {
        List<KeptBase> all = new ArrayList<>();
        for (DatasetState dataset : tree.datasets().values()) {
            all.addAll(tagged.list(dataset, Set.of(TaggedBases.PREFIX)));
        }
        return all;
    }

    /**
     * Our bases of a dataset for one destination.
     *
     * @param dataset a dataset of the source
     * @param destination the dataset that it is replicated to
     * @param root the destination of the whole replication, to which recursive streams may have been sent
     * @throws IOException if zfs fails
     */
    public List<KeptBase> list(DatasetState dataset, DatasetName destination, DatasetName root) throws IOException {
        return tagged.list(dataset, tags(destination, Optional.of(root)));
    }

    /**
     * Destroys bookmarks and releases holds; the chain to their destination may then end.
     *
     * @throws IOException if zfs fails
     */
    public void release(List<KeptBase> keptBases) throws IOException {
        for (KeptBase base : keptBases) {
            tagged.release(base, false);
        }
    }
}
