package org.zfsbackup.ssh;

import org.zfsbackup.process.Host;

class LocalHostTest extends HostContract {
    @Override
    Host host() {
        return Host.local();
    }
}
