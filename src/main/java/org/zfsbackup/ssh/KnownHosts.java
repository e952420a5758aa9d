package org.zfsbackup.ssh;

import java.io.IOException;
import java.net.SocketAddress;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.PublicKey;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import org.apache.sshd.client.config.hosts.KnownHostEntry;
import org.apache.sshd.client.keyverifier.ServerKeyVerifier;
import org.apache.sshd.client.session.ClientSession;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.config.keys.KeyUtils;
import org.apache.sshd.common.config.keys.PublicKeyEntryResolver;
import org.apache.sshd.common.signature.Signature;
import org.jspecify.annotations.Nullable;

/**
 * The keys of one host in a known_hosts file (sshd(8), SSH_KNOWN_HOSTS FILE FORMAT), for one connection. Nothing is
 * ever added to the file.
 */
final class KnownHosts implements ServerKeyVerifier {
    static final int DEFAULT_PORT = 22;

    private record Known(PublicKey key, boolean revoked) {}

    private final List<Known> keys = new ArrayList<>();
    private volatile @Nullable SshFailureKind refusal;

    private KnownHosts() {}

    static KnownHosts of(SshAddress address) throws IOException {
        Path file =
                address.knownHosts().orElseGet(() -> Path.of(System.getProperty("user.home"), ".ssh", "known_hosts"));
        KnownHosts known = new KnownHosts();
        if (Files.exists(file)) {
            for (String line : Files.readAllLines(file)) {
                known.add(line.strip(), address);
            }
        }
        return known;
    }

    private void add(String line, SshAddress address) {
        if (line.isEmpty() || line.startsWith("#")) {
            return;
        }
        try {
            KnownHostEntry entry = KnownHostEntry.parseKnownHostEntry(line);
            boolean authority = "cert-authority".equals(entry.getMarker());
            if (!authority && entry.isHostMatch(address.host(), address.port().orElse(DEFAULT_PORT))) {
                PublicKey key = entry.getKeyEntry().resolvePublicKey(null, null, PublicKeyEntryResolver.IGNORING);
                if (key != null) {
                    keys.add(new Known(key, "revoked".equals(entry.getMarker())));
                }
            }
        } catch (IOException | GeneralSecurityException | RuntimeException e) {
            // Ignore the line as ssh does. If the host's key is missing because of that, the connection is refused.
        }
    }

    /**
     * Orders the algorithms of known keys first, so that the host shows one of these keys. Drops those of certificates.
     */
    List<NamedFactory<Signature>> ordered(List<NamedFactory<Signature>> algorithms) {
        Set<String> types = keys.stream().map(known -> type(known.key)).collect(Collectors.toSet());
        return algorithms.stream()
                .filter(algorithm -> !algorithm.getName().contains("-cert-"))
                .sorted(Comparator.comparing(
                        algorithm -> !types.contains(KeyUtils.getCanonicalKeyType(algorithm.getName()))))
                .toList();
    }

    private static String type(PublicKey key) {
        return KeyUtils.getCanonicalKeyType(KeyUtils.getKeyType(key));
    }

    @Override
    public boolean verifyServerKey(ClientSession session, SocketAddress remote, PublicKey shown) {
        List<Known> same = keys.stream()
                .filter(known -> KeyUtils.compareKeys(known.key, shown))
                .toList();
        if (same.stream().anyMatch(Known::revoked)) {
            refusal = SshFailureKind.REVOKED_KEY;
        } else if (same.isEmpty()) {
            boolean other = keys.stream()
                    .anyMatch(known -> !known.revoked && type(known.key).equals(type(shown)));
            refusal = other ? SshFailureKind.CHANGED_KEY : SshFailureKind.UNKNOWN_KEY;
        }
        return refusal == null;
    }

    /** Returns why the host's key was refused, or null if it was not. */
    @Nullable
    SshFailureKind refusal() {
        return refusal;
    }
}
