package org.zfsbackup.repository;

import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The name of this host, which is the default prefix. */
public final class HostName {
    private static final Path KERNEL = Path.of("/proc/sys/kernel/hostname");

    private HostName() {}

    /**
     * Returns the part before the first dot. Asks the kernel first, because a shell and a cron job must get the same
     * name.
     *
     * @throws IllegalArgumentException if the name is not known: an invented one would be another prefix
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
            // This is not Linux, or /proc is missing.
        }
        try {
            return InetAddress.getLocalHost().getHostName();
        } catch (UnknownHostException e) {
            throw new IllegalArgumentException("the name of this host is not known: give a prefix with --prefix", e);
        }
    }
}
