package org.zfsbackup.camel.component.zfs;

/** How another host is reached. */
public enum Transport {
    /** With the program {@code ssh}, and the user's own configuration. */
    OPENSSH,
    /** In this process, with Apache MINA SSHD, which must be on the class path. */
    MINA
}
