package org.zfsbackup.bench;

/**
 * A line of the table: what is done, by ours and by a peer.
 *
 * @param content what the stream holds
 */
record Row(String name, Contender ours, Contender peer, Content content) {
    /** What a file system holds, or noise, which does not compress: in buckets, or between datasets. */
    enum Content {
        FILES,
        NOISE,
        REPLICA
    }

    Row(String name, Contender ours, Contender peer) {
        this(name, ours, peer, Content.FILES);
    }
}
