package org.zfsbackup.pipe.gzip;

/** Makes a block's output of its plain bytes. Each is used by one thread at a time; closing it frees native memory. */
interface BlockEncoder extends AutoCloseable {
    void encode(Block block);

    @Override
    void close();
}
