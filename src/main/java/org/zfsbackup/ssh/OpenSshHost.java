package org.zfsbackup.ssh;

import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import org.zfsbackup.process.Child;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.Host;
import org.zfsbackup.process.LocalChild;

/**
 * Another host, reached with the program {@code ssh} of this one: with the user's configuration, agent, jump hosts and
 * known hosts. It asks no questions, and refuses an unknown host key unless an option says otherwise. Each command has
 * its own connection, because ssh does not report it when a shared connection breaks.
 */
public final class OpenSshHost implements Host {
    private static final Duration LONGEST_CONNECT = Duration.ofSeconds(30);
    private static final int SHORTEST_INTERVAL = 3;
    private static final int UNANSWERED = 3;
    private static final Duration CIPHERS_KNOWN = Duration.ofMinutes(1);

    private final SshAddress address;
    private final Command ssh;
    private final Duration stallTimeout;
    private final Set<Child> running = ConcurrentHashMap.newKeySet();
    private final boolean fastCiphers;
    private List<String> ciphers = List.of();
    private long ciphersKnownUntil = System.nanoTime();

    /**
     * Creates the host.
     *
     * @param fastCiphers whether this host's processor has instructions for AES
     */
    OpenSshHost(SshAddress address, Command ssh, Duration stallTimeout, boolean fastCiphers) {
        this.address = address;
        this.ssh = ssh;
        this.stallTimeout = stallTimeout;
        this.fastCiphers = fastCiphers;
    }

    /**
     * Returns the host. Nothing is connected before the first command.
     *
     * @param stallTimeout how long nothing may move; keep-alive messages are sent more often
     */
    public static OpenSshHost of(SshAddress address, Duration stallTimeout) {
        return of(address, Command.of("ssh"), stallTimeout);
    }

    /**
     * Returns the host. Nothing is connected before the first command.
     *
     * @param ssh the program, and options that go before ours, as in {@code ssh -F FILE}
     * @param stallTimeout how long nothing may move
     */
    public static OpenSshHost of(SshAddress address, Command ssh, Duration stallTimeout) {
        return new OpenSshHost(address, ssh, stallTimeout, FastCiphers.arePossible());
    }

    @Override
    public Child start(List<Command> line, boolean fed) throws IOException {
        Child child = new OpenSshChild(address, LocalChild.start(command(line, fed), name(line), fed));
        running.add(child);
        child.onEnd(() -> running.remove(child));
        return child;
    }

    @Override
    public void close() {
        running.forEach(Child::kill);
    }

    Command command(List<Command> line, boolean fed) {
        List<String> words = usersWords();
        ciphers().forEach(option -> addOption(words, option));
        words.addAll(fed ? List.of("-T") : List.of("-T", "-n"));
        words.addAll(List.of("-e", "none"));
        addOption(words, "BatchMode=yes");
        addOption(words, "StrictHostKeyChecking=yes");
        addOption(words, "ControlPath=none");
        addOption(words, "ConnectTimeout=" + connectSeconds());
        addOption(words, "ServerAliveInterval=" + intervalSeconds());
        addOption(words, "ServerAliveCountMax=" + UNANSWERED);
        words.addAll(List.of("--", address.login(), Host.shellLine(line)));
        return ssh.with(words);
    }

    /** Returns the user's options. They go before ours, because ssh uses the first of two equal options. */
    private List<String> usersWords() {
        List<String> words = new ArrayList<>();
        address.options().forEach(option -> addOption(words, option));
        address.port().ifPresent(port -> words.addAll(List.of("-p", Integer.toString(port))));
        address.identity().ifPresent(file -> {
            words.addAll(List.of("-i", escaped(file)));
            addOption(words, "IdentitiesOnly=yes");
        });
        address.knownHosts().ifPresent(file -> addOption(words, "UserKnownHostsFile=\"" + escaped(file) + "\""));
        return words;
    }

    /** Asks again after a minute, because a service runs for long, and the user may edit ssh's configuration. */
    private synchronized List<String> ciphers() {
        if (fastCiphers && System.nanoTime() - ciphersKnownUntil >= 0) {
            ciphers = FastCiphers.option(ssh.with(usersWords()), address.login());
            ciphersKnownUntil = System.nanoTime() + CIPHERS_KNOWN.toNanos();
        }
        return ciphers;
    }

    private static void addOption(List<String> words, String option) {
        words.add("-o");
        words.add(option);
    }

    /** Escapes the percent sign, which begins a token in ssh's file names. */
    private static String escaped(Path file) {
        return file.toString().replace("%", "%%");
    }

    private long connectSeconds() {
        Duration longest = stallTimeout.compareTo(LONGEST_CONNECT) < 0 ? stallTimeout : LONGEST_CONNECT;
        return Math.max(1, longest.toSeconds());
    }

    /** Returns the keep-alive interval, so that one more than the unanswered messages fits into the stall timeout. */
    private long intervalSeconds() {
        return Math.max(SHORTEST_INTERVAL, stallTimeout.toSeconds() / (UNANSWERED + 2));
    }

    @Override
    public String toString() {
        return address.toString();
    }
}
