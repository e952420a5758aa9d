package org.zfsbackup.pipe.gzip;

/** Encodes the plain bytes of a block. Each encoder is used by one thread at a time; closing it frees native memory. */
interface BlockEncoder extends AutoCloseable {
    /** Fills the block's output from its plain bytes. */
    void encode(Block block);

    @Override
    void close();
}
