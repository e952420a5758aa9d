package org.zfsbackup.repository;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this host, which is the prefix unless the user says otherwise. */
public final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /**
     * As it stands before the first dot. The kernel is asked first: a shell and a cron job must get the same.
     *
     * @throws IllegalArgumentException where it cannot be found out: a name made up would be another prefix
     */
    public static String local() {
        String name = known();
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }

    private static String known() {
        try {
            return Files.readString(KERNEL).strip();
        } catch (IOException e) {
            // no Linux, or no /proc
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("this host's name cannot be found out: name a prefix with --prefix", e);
        }
    }
}
