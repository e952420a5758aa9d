package org.zfsbackup.bench;

/**
 * A line of the table: what is done, by ours and by a peer.
 *
 * @param content what the stream holds
 */
record Row(String name, Contender ours, Contender peer, Content content) {
    /** What a file system holds; or noise, which does not compress: into buckets, to another host, from dataset to dataset; or nothing. */
    enum Content {
        FILES,
        BUCKET,
        HOST,
        POOL,
        NOTHING
    }

    Row(String name, Contender ours, Contender peer) {
        this(name, ours, peer, Content.FILES);
    }
}
