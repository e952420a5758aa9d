package org.zfsbackup.ssh;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Comparator;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.CommandOutput;

/**
 * The order of the ciphers that the program {@code ssh} proposes: AES-GCM first, where the processor does AES by itself.
 *
 * <p>Of two hosts that have nothing else to do than to send a stream, encryption takes the most; OpenSSH's own first choice
 * (ChaCha20-Poly1305) takes nearly twice as much of a processor with AES as AES-GCM does. The list stays the same but for its order.
 * Whoever has chosen others, in {@code ssh_config}, the system's or the user's, or in an option, keeps them: nothing is said to ssh
 * then. A choice that comes to the very list of ssh's own cannot be told from none.
 */
final class FastCiphers {
    private static final Path PROCESSOR = Path.of("/proc/cpuinfo");
    private static final Pattern AES = Pattern.compile("(?m)^(flags|Features)\\s*:.*\\baes\\b");
    private static final Pattern LIST = Pattern.compile("(?m)^ciphers (\\S+)$");
    private static final String GCM = "-gcm@";

    /** Ssh reads files for this, and runs what stands behind {@code Match exec}. */
    private static final Duration LONGEST = Duration.ofSeconds(10);

    private FastCiphers() {}

    /** Whether this host's processor has instructions for AES; what is not known counts as no. */
    static boolean arePossible() {
        return arePossible(PROCESSOR);
    }

    static boolean arePossible(Path processor) {
        try {
            return Files.isReadable(processor)
                    && AES.matcher(Files.readString(processor)).find();
        } catch (IOException e) {
            return false;
        }
    }

    /**
     * The option for ssh, as behind its {@code -o}; none where the user has chosen, or where ssh does not tell.
     *
     * @param ssh the program with what the user gives it
     * @param login the user and the host
     */
    static List<String> option(Command ssh, String login) {
        String chosen = ciphers(ssh.with("-G", "--", login));
        boolean isOwn = chosen.contains(GCM) && chosen.equals(ciphers(ssh.with("-F", "none", "-G", "--", login)));
        return isOwn ? List.of("Ciphers=" + gcmFirst(chosen)) : List.of();
    }

    /** Those that ssh would propose, divided by commas; empty where it does not say. Nothing is connected. */
    static String ciphers(Command configuration) {
        try {
            Matcher list = LIST.matcher(CommandOutput.ofSuccess(configuration, LONGEST));
            return list.find() ? list.group(1) : "";
        } catch (IOException e) {
            // what is wrong with ssh or its configuration is told by the command that is wanted
            return "";
        }
    }

    private static String gcmFirst(String list) {
        return Stream.of(list.split(","))
                .sorted(Comparator.comparing(cipher -> !cipher.contains(GCM)))
                .collect(Collectors.joining(","));
    }
}
