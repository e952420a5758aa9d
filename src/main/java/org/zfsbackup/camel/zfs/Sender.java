package org.zfsbackup.camel.zfs;

/** Brings one stream through the route, and throws where it does not arrive. */
@FunctionalInterface
interface Sender {
    void send(Sending sending) throws Exception;
}
