package org.zfsbackup.ssh;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection to a host failed or broke. It is unknown whether the command ran there, and how it ended. */
public final class HostUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "check that the host is up and the network works, and run it again";

    private HostUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static HostUnreachableException of(
            SshAddress address, SshFailureKind trouble, String details, @Nullable Throwable cause) {
        return new HostUnreachableException(trouble.sentence(address) + inBrackets(details), cause);
    }

    /**
     * The connection broke while the command ran.
     *
     * @param name the name of the command, with its host
     */
    static HostUnreachableException broke(SshAddress address, String name, String details, @Nullable Throwable cause) {
        return new HostUnreachableException(
                "the connection to " + address + " broke before the end of " + name + inBrackets(details) + ": "
                        + AGAIN,
                cause);
    }

    /** Ssh ended with status 255 and did not say why. */
    static HostUnreachableException silent(String name, String details) {
        return new HostUnreachableException(
                name
                        + " ended with status 255: a signal ended the command, or the connection failed, or this is its"
                        + " own status" + inBrackets(details),
                null);
    }

    private static String inBrackets(String details) {
        return details.isBlank()
                ? ""
                : " (" + String.join("; ", details.strip().lines().toList()) + ")";
    }
}
