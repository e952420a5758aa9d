package org.zfsbackup.target;

import java.net.InetAddress;
import java.net.UnknownHostException;

/** The name of this host, which is the prefix unless the user says otherwise. */
public final class HostName {
    private HostName() {}

    /** As it stands before the first dot. */
    public static String local() {
        String name = System.getenv("HOSTNAME");
        if (name == null || name.isBlank()) {
            try {
                name = InetAddress.getLocalHost().getHostName();
            } catch (UnknownHostException e) {
                name = "localhost";
            }
        }
        int dot = name.indexOf('.');
        return dot > 0 ? name.substring(0, dot) : name;
    }
}
