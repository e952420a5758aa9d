package org.zfsbackup.ssh;

import java.time.Duration;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.Host;

class OpenSshHostIT extends RemoteHostContract {
    @Override
    Host open(SshAddress address, Duration stall) {
        return OpenSshHost.of(address, Command.of("ssh", "-F", "none"), stall);
    }
}
