package org.zfsbackup.ssh;

import java.io.IOException;
import org.jspecify.annotations.Nullable;

/** The connection to a host failed or broke; how the command ended there, if it ran at all, is not known. */
public final class HostUnreachableException extends IOException {
    private static final long serialVersionUID = 1L;

    private static final String AGAIN = "look whether the host is up and the line is good, and run it again";

    private HostUnreachableException(String message, @Nullable Throwable cause) {
        super(message, cause);
    }

    static HostUnreachableException of(
            SshAddress address, SshFailureKind trouble, String details, @Nullable Throwable cause) {
        return new HostUnreachableException(trouble.sentence(address) + behind(details), cause);
    }

    /** @param name the command's, with its host */
    static HostUnreachableException broke(SshAddress address, String name, String details, @Nullable Throwable cause) {
        return new HostUnreachableException(
                "the connection to " + address + " broke before the end of " + name + behind(details) + ": " + AGAIN,
                cause);
    }

    /** Status 255, of which ssh itself says nothing. */
    static HostUnreachableException silent(String name, String details) {
        return new HostUnreachableException(
                name
                        + " ended with status 255: a signal ended the command, or the connection failed, or this is its own"
                        + " status" + behind(details),
                null);
    }

    private static String behind(String details) {
        return details.isBlank()
                ? ""
                : " (" + String.join("; ", details.strip().lines().toList()) + ")";
    }
}
