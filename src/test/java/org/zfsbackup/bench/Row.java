package org.zfsbackup.bench;

/**
 * A line of the table: what is done, by ours and by a peer.
 *
 * @param content what the stream holds
 */
record Row(String name, Contender ours, Contender peer, Content content) {
    /**
     * What a file system holds, or four times as much of what does not compress; of the latter twice as much where
     * replicas are compared, and half as much in a pool.
     */
    enum Content {
        FILES,
        NOISE,
        REPLICA
    }

    Row(String name, Contender ours, Contender peer) {
        this(name, ours, peer, Content.FILES);
    }
}
