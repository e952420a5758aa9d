package org.zfsbackup.camel;

import java.io.IOException;

/** A stream was to be read a second time; its bytes are gone. */
public final class StreamAlreadyReadException extends IOException {
    private static final long serialVersionUID = 1L;

    StreamAlreadyReadException(String name) {
        super(name + " was read already, and a stream can be read once. A redelivery, a wireTap, a second branch of a"
                + " multicast or a log of the body needs a copy: put pipe:spool before it");
    }
}
