package org.zfsbackup.ssh;

import java.io.IOException;
import java.time.Duration;
import java.util.List;
import org.zfsbackup.library.OptionalLibrary;
import org.zfsbackup.process.Child;
import org.zfsbackup.process.Children;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.ErrorTail;
import org.zfsbackup.process.Host;

/**
 * Another host, reached by Apache MINA in this process and not by the program {@code ssh}. All commands share one
 * connection, which is made when the first one starts, and again after it has died.
 *
 * <p>It reads known hosts and keys without a passphrase, but no configuration of the user and no agent. An unknown host
 * key is refused. A command that is killed gets a signal first, if the host allows that.
 */
public final class MinaHost implements Host {
    private final SshAddress address;
    private final MinaConnections connections;

    private MinaHost(SshAddress address, MinaConnections connections) {
        this.address = address;
        this.connections = connections;
    }

    /**
     * Opens nothing yet.
     *
     * @param stallTimeout how long nothing may move; keep-alive messages are sent more often
     * @throws IllegalArgumentException if Apache MINA SSHD is missing, or the address has options of the program ssh
     */
    public static MinaHost of(SshAddress address, Duration stallTimeout) {
        if (!address.options().isEmpty()) {
            throw new IllegalArgumentException("only the program ssh has these options: " + address.options());
        }
        OptionalLibrary.SSHD.require("the host " + address + " by mina");
        return new MinaHost(address, new MinaConnections(address, stallTimeout));
    }

    @Override
    public Child start(List<Command> line, boolean fed) throws IOException {
        String name = name(line);
        Children.refuseAtTheEnd(name);
        ErrorTail errors = new ErrorTail();
        MinaChannel channel = connections.open(Host.shellLine(line), errors);
        MinaChild child = new MinaChild(address, name, channel, errors);
        Children.add(child);
        if (!fed) {
            channel.getInvertedIn().close();
        }
        return child;
    }

    @Override
    public void close() {
        connections.close();
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
