package org.zfsbackup.operation.replication;

import org.zfsbackup.zfs.SendRequest;

/** Sends one stream from the source to the destination. Called by several threads if a run has several datasets. */
@FunctionalInterface
public interface StreamSender {
    /**
     * Sends the stream and waits until it was received.
     *
     * @return the number of bytes that were sent
     * @throws Exception if the stream was not received as a whole
     */
    long send(SendRequest request, ReceiveRequest destination) throws Exception;
}
