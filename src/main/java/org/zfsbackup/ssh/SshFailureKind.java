package org.zfsbackup.ssh;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Why a host could not be reached, recognised by ssh's messages, and what to do about it. */
enum SshFailureKind {
    CHANGED_KEY(
            "REMOTE HOST IDENTIFICATION HAS CHANGED|differs from the key for the IP",
            "the host key of %1$s has changed since it was recorded: somebody may be intercepting the"
                    + " connection. Only if the host was really reinstalled, remove the old key with: ssh-keygen -R '%3$s'"),
    REVOKED_KEY("REVOKED HOST KEY", "the host key of %1$s is marked as revoked: do not trust this host"),
    UNKNOWN_KEY(
            "Host key verification failed|host key is known for",
            "the host key of %1$s is not known here: run '%2$s' once and compare the fingerprint with the host's own,"
                    + " or take the key with ssh-keyscan and compare it"),
    DENIED(
            "Permission denied \\(|Too many authentication failures|No more authentication methods",
            "%1$s refuses the login: add the public half of the key that is used here to its authorized_keys (the"
                    + " identity file, a key in ~/.ssh, or one of ssh-agent); passwords are never asked for"),
    NO_SUCH_HOST(
            "Could not resolve hostname|Name or service not known",
            "the host name in %1$s cannot be resolved: check its spelling"),
    REFUSED("Connection refused", "%1$s refuses the connection: check that sshd runs there, and on this port"),
    NO_ROUTE(
            "No route to host|Network is unreachable|Host is down",
            "there is no route to %1$s: check that it is switched on and that the network works"),
    TIMED_OUT(
            "Connection timed out|Operation timed out|timed out during",
            "%1$s does not answer: check that it is switched on and that no firewall blocks ssh"),
    BROKEN(
            "Connection reset|closed by remote host|not responding|Broken pipe|Connection closed|Connection to|client_loop|Bad packet length|Corrupted MAC",
            "the connection to %1$s broke: check that the host is up and the network works, and run it again"),
    UNCLEAR("(?!)", "%1$s could not be used");

    private final Pattern signs;
    private final String sentence;

    SshFailureKind(String signs, String sentence) {
        this.signs = Pattern.compile(signs);
        this.sentence = sentence;
    }

    /** Returns the first kind of which the errors show a sign. */
    static SshFailureKind in(String errors) {
        return Arrays.stream(values())
                .filter(trouble -> trouble.signs.matcher(errors).find())
                .findFirst()
                .orElse(UNCLEAR);
    }

    String sentence(SshAddress address) {
        return sentence.formatted(address, address.command(), address.knownAs());
    }
}
