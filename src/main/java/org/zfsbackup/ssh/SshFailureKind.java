package org.zfsbackup.ssh;

import java.util.Arrays;
import java.util.regex.Pattern;

/** Why a host could not be reached, by what ssh says of it, and what to do. */
enum SshFailureKind {
    CHANGED_KEY(
            "REMOTE HOST IDENTIFICATION HAS CHANGED|differs from the key for the IP",
            "the host key of %1$s has changed since it was made known: somebody may be listening. Only if the host was"
                    + " really installed anew, remove the old key with: ssh-keygen -R '%3$s'"),
    REVOKED_KEY("REVOKED HOST KEY", "the host key of %1$s is marked as revoked: do not trust this host"),
    UNKNOWN_KEY(
            "Host key verification failed|host key is known for",
            "the host key of %1$s is not known here: run '%2$s' once and compare the fingerprint with the host's own,"
                    + " or take the key with ssh-keyscan and compare it"),
    DENIED(
            "Permission denied \\(|Too many authentication failures|No more authentication methods",
            "%1$s refuses the login: its authorized_keys needs the public half of the key that is used here (the"
                    + " identity file, a key in ~/.ssh, or one of ssh-agent); passwords are never asked for"),
    NO_SUCH_HOST(
            "Could not resolve hostname|Name or service not known",
            "the name of %1$s is not known to the name service: is it spelled right?"),
    REFUSED("Connection refused", "%1$s refuses the connection: does sshd run there, and at this port?"),
    NO_ROUTE(
            "No route to host|Network is unreachable|Host is down",
            "there is no way to %1$s: is it switched on, and is the network there?"),
    TIMED_OUT(
            "Connection timed out|Operation timed out|timed out during",
            "%1$s does not answer: is it switched on, and does a firewall let ssh through?"),
    BROKEN(
            "Connection reset|closed by remote host|not responding|Broken pipe|Connection closed|Connection to|client_loop|Bad packet length|Corrupted MAC",
            "the connection to %1$s broke: look whether the host is up and the line is good, and run it again"),
    UNCLEAR("(?!)", "%1$s could not be used");

    private final Pattern signs;
    private final String sentence;

    SshFailureKind(String signs, String sentence) {
        this.signs = Pattern.compile(signs);
        this.sentence = sentence;
    }

    /** The first one of which the errors bear a sign. */
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
