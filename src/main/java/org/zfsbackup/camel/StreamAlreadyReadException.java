package org.zfsbackup.camel;

import java.io.IOException;

/** A step tried to read a stream a second time, but its bytes are gone. */
public final class StreamAlreadyReadException extends IOException {
    private static final long serialVersionUID = 1L;

    StreamAlreadyReadException(String name) {
        super(name + " was already read, and a stream can be read only once. A redelivery, a wireTap, a second"
                + " branch of a multicast or a log of the body needs a copy: put pipe:spool before it");
    }
}
