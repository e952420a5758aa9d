package org.zfsbackup.camel.component.zfs;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.camel.Exchange;
import org.zfsbackup.camel.StreamContext;
import org.zfsbackup.pipe.PipeSpec;
import org.zfsbackup.pipe.Pipes;
import org.zfsbackup.process.Command;
import org.zfsbackup.zfs.DatasetName;

/** The commands that run before {@code zfs receive} and reverse the route's pipes. */
final class RemoteDecoder {
    private RemoteDecoder() {}

    /** @throws IOException before anything is sent, if a pipe has no such command */
    static List<Command> line(Exchange exchange, DatasetName destination) throws IOException {
        List<Command> line = new ArrayList<>();
        for (PipeSpec pipe : StreamContext.pipes(exchange)) {
            line.add(Pipes.kind(pipe.name())
                    .remoteDecodeCommand(pipe)
                    .orElseThrow(() -> new IOException("pipe:" + pipe.name() + " comes before the receive of "
                            + destination + ", and no command can reverse it there: remove it from the route."
                            + " Possible are gzip, zstd, and exec with undo=COMMAND")));
        }
        Collections.reverse(line);
        return line;
    }
}
