package org.zfsbackup.ssh;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;
import org.jspecify.annotations.Nullable;

/**
 * Where another host is, and who logs in there with which key.
 *
 * <p>A user or a host that a program could take for an option, or for several words, is refused.
 *
 * @param options for the program {@code ssh} alone, each as behind its {@code -o}; they go before ours
 */
public record SshAddress(
        Optional<String> user,
        String host,
        OptionalInt port,
        Optional<Path> identity,
        Optional<Path> knownHosts,
        List<String> options) {
    private static final int HIGHEST_PORT = 65535;

    /** A ProxyCommand would give them to a shell. */
    private static final String ODD = "@'\"`;&<>|(){}$";

    public SshAddress {
        user.ifPresent(name -> check("user", name));
        check("host", host);
        if (port.isPresent() && (port.getAsInt() < 1 || port.getAsInt() > HIGHEST_PORT)) {
            throw new IllegalArgumentException("there is no port " + port.getAsInt());
        }
        options = List.copyOf(options);
    }

    /** Takes {@code HOST} or {@code USER@HOST}. */
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
                    "not the name of a " + what + ": \"" + word.replaceAll("\\p{Cntrl}", "?") + "\"");
        }
    }

    public SshAddress withPort(int number) {
        return new SshAddress(user, host, OptionalInt.of(number), identity, knownHosts, options);
    }

    public SshAddress withIdentity(@Nullable Path file) {
        return new SshAddress(user, host, port, Optional.ofNullable(file), knownHosts, options);
    }

    public SshAddress withKnownHosts(@Nullable Path file) {
        return new SshAddress(user, host, port, identity, Optional.ofNullable(file), options);
    }

    public SshAddress withOptions(List<String> more) {
        return new SshAddress(user, host, port, identity, knownHosts, more);
    }

    /** What stands before a command on ssh's command line: the user and the host, without the port. */
    String login() {
        return user.map(name -> name + "@").orElse("") + host;
    }

    /** The command that a person logs in with. */
    String command() {
        return "ssh " + (port.isPresent() ? "-p " + port.getAsInt() + " " : "") + login();
    }

    /** The name under which a file of known hosts has it. */
    String knownAs() {
        return port.isPresent() && port.getAsInt() != 22 ? "[" + host + "]:" + port.getAsInt() : host;
    }

    @Override
    public String toString() {
        String shown = host.contains(":") && port.isPresent() ? "[" + host + "]" : host;
        return user.map(name -> name + "@").orElse("") + shown + (port.isPresent() ? ":" + port.getAsInt() : "");
    }
}
