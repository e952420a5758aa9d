package org.zfsbackup.camel.component.zfs;

import java.util.Optional;
import java.util.OptionalLong;
import org.apache.camel.Exchange;
import org.apache.camel.Message;
import org.zfsbackup.camel.ZfsConstants;
import org.zfsbackup.operation.RunListener;
import org.zfsbackup.zfs.DatasetName;

/** Describes a stream to be received, from the headers of its message. */
final class Received {
    private Received() {}

    static RunListener.Stream describe(Exchange exchange, DatasetName destination) {
        Message message = exchange.getMessage();
        String snapshot = message.getHeader(ZfsConstants.SNAPSHOT, String.class);
        Long size = message.getHeader(ZfsConstants.SIZE_ESTIMATE, Long.class);
        return new RunListener.Stream(
                destination + (snapshot == null ? "" : "@" + snapshot),
                Optional.ofNullable(message.getHeader(ZfsConstants.BASE, String.class)),
                size == null ? OptionalLong.empty() : OptionalLong.of(size));
    }
}
