package org.zfsbackup.camel.component.zfs;

/** The ssh client for another host. */
public enum Transport {
    /** The program {@code ssh}, with the user's own configuration. */
    OPENSSH,
    /** Apache MINA SSHD in this process, which must be on the class path. */
    MINA
}
