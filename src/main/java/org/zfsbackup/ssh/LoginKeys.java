package org.zfsbackup.ssh;

import java.io.IOException;
import java.io.InputStream;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.util.ArrayList;
import java.util.List;
import org.apache.sshd.common.config.keys.FilePasswordProvider;
import org.apache.sshd.common.util.io.resource.PathResource;
import org.apache.sshd.common.util.security.SecurityUtils;

/**
 * Reads the keys to log in with: those of the identity file, or else the default ones that exist and have no
 * passphrase.
 */
final class LoginKeys {
    private static final List<String> USUAL = List.of("id_ed25519", "id_ecdsa", "id_rsa");

    private LoginKeys() {}

    static List<KeyPair> of(SshAddress address) throws IOException {
        return address.identity().isPresent() ? ofIdentity(address.identity().get()) : usual();
    }

    private static List<KeyPair> ofIdentity(Path file) throws IOException {
        try {
            return read(file);
        } catch (GeneralSecurityException | RuntimeException e) {
            throw new IOException(
                    "cannot read a key from " + file
                            + " (a key with a passphrase requires ssh-agent and the program ssh): " + e.getMessage(),
                    e);
        }
    }

    private static List<KeyPair> usual() {
        List<KeyPair> keys = new ArrayList<>();
        for (String name : USUAL) {
            try {
                keys.addAll(read(Path.of(System.getProperty("user.home"), ".ssh", name)));
            } catch (IOException | GeneralSecurityException | RuntimeException e) {
                // The file does not exist, or needs a passphrase. The host will refuse the login if it requires this
                // key.
            }
        }
        return keys;
    }

    private static List<KeyPair> read(Path file) throws IOException, GeneralSecurityException {
        List<KeyPair> keys = new ArrayList<>();
        try (InputStream in = Files.newInputStream(file)) {
            Iterable<KeyPair> read =
                    SecurityUtils.loadKeyPairIdentities(null, new PathResource(file), in, FilePasswordProvider.EMPTY);
            if (read != null) {
                read.forEach(keys::add);
            }
        }
        return keys;
    }
}
