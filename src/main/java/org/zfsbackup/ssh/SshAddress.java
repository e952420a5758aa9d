package org.zfsbackup.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * The address of another host: who logs in there, and with which key.
 *
 * <p>A user or a host that a program could mistake for an option or for several words is refused.
 *
 * @param options for the program {@code ssh} only, each as after its {@code -o}; they go before ours
 */
public record SshAddress(
        Optional<String> user,
        String host,
        OptionalInt port,
        Optional<Path> identity,
        Optional<Path> knownHosts,
        List<String> options) {
    private static final int HIGHEST_PORT = 65535;

    /** A ProxyCommand would pass these characters to a shell. */
    private static final String ODD = "@'\"`;&<>|(){}$";

    public SshAddress {
        user.ifPresent(name -> check("user", name));
        check("host", host);
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > HIGHEST_PORT)) {
            throw new IllegalArgumentException("a port is between 1 and 65535, not " + port.getAsInt());
        }
        options = List.copyOf(options);
    }

    /**
     * Parses {@code HOST} or {@code USER@HOST}.
     *
     * @throws IllegalArgumentException if a name cannot be used
     */
    public static SshAddress parse(String address) {
        int at = address.indexOf('@');
        Optional<String> user = at < 0 ? Optional.empty() : Optional.of(address.substring(0, at));
        return new SshAddress(
                user, address.substring(at + 1), OptionalInt.empty(), Optional.empty(), Optional.empty(), List.of());
    }

    private static void check(String what, String word) {
        boolean odd = word.chars()
                .anyMatch(c -> Character.isWhitespace(c) || Character.isISOControl(c) || ODD.indexOf(c) >= 0);
        if (word.isEmpty() || word.startsWith("-") || odd) {
            throw new IllegalArgumentException(
                    "this is not the name of a " + what + ": \"" + word.replaceAll("\\p{Cntrl}", "?") + "\"");
        }
    }

    /** Returns the address with this port. */
    public SshAddress withPort(int number) {
        return new SshAddress(user, host, OptionalInt.of(number), identity, knownHosts, options);
    }

    /** Returns the address with this identity file, or with the default keys if it is null. */
    public SshAddress withIdentity(@Nullable Path file) {
        return new SshAddress(user, host, port, Optional.ofNullable(file), knownHosts, options);
    }

    /** Returns the address with this file of known hosts, or with the user's own if it is null. */
    public SshAddress withKnownHosts(@Nullable Path file) {
        return new SshAddress(user, host, port, identity, Optional.ofNullable(file), options);
    }

    /** Returns the address with more options for the program {@code ssh}, after those that it has. */
    public SshAddress withOptions(List<String> more) {
        return new SshAddress(user, host, port, identity, knownHosts, more);
    }

    /** Returns what goes before a command on ssh's command line: the user and the host, without the port. */
    String login() {
        return user.map(name -> name + "@").orElse("") + host;
    }

    /** Returns the command with which a person logs in. */
    String command() {
        return "ssh " + (port.isPresent() ? "-p " + port.getAsInt() + " " : "") + login();
    }

    /** Returns the host's name in a file of known hosts. */
    String knownAs() {
        return port.isPresent() && port.getAsInt() != 22 ? "[" + host + "]:" + port.getAsInt() : host;
    }

    @Override
    public String toString() {
        String shown = host.contains(":") && port.isPresent() ? "[" + host + "]" : host;
        return user.map(name -> name + "@").orElse("") + shown + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
}
