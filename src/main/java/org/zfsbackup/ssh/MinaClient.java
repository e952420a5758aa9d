package org.zfsbackup.ssh;

import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.security.KeyPair;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeoutException;
import org.apache.sshd.client.ClientBuilder;
import org.apache.sshd.client.SshClient;
import org.apache.sshd.client.auth.pubkey.UserAuthPublicKeyFactory;
import org.apache.sshd.client.config.hosts.HostConfigEntryResolver;
import org.apache.sshd.common.NamedFactory;
import org.apache.sshd.common.cipher.BuiltinCiphers;
import org.apache.sshd.common.cipher.Cipher;
import org.apache.sshd.common.keyprovider.KeyIdentityProvider;
import org.apache.sshd.core.CoreModuleProperties;
import org.zfsbackup.stream.Causes;

/**
 * Configures Apache MINA's client: it logs in with keys only, reads no configuration of the user, and asks no
 * questions.
 */
final class MinaClient {
    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(3);
    private static final int UNANSWERED = 3;

    private MinaClient() {}

    /** Returns a client that has no threads until it is started. */
    static SshClient of(Duration stallTimeout) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setCipherFactories(ciphers());
        // Ignore late messages for a channel that we have ended.
        client.setUnknownChannelReferenceHandler((service, message, channel, buffer) -> null);
        Duration interval = stallTimeout.dividedBy(UNANSWERED + 2);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(
                client, interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED);
        // A slow reader is not an error. The waiting side has a stall timeout.
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, FOR_EVER);
        // Keys are renewed each hour, and when the cipher requires it: with AES after 64 GiB (RFC 4344, 3.2).
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, 0L);
        return client;
    }

    /** Returns the ciphers, those that the processor supports first. */
    private static List<NamedFactory<Cipher>> ciphers() {
        return List.of(
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.cc20p1305_openssh,
                BuiltinCiphers.aes128ctr,
                BuiltinCiphers.aes192ctr,
                BuiltinCiphers.aes256ctr);
    }

    /** Sets the keys. Called before each connection, because the files may have changed. */
    static void prepare(SshClient client, KnownHosts known, List<KeyPair> keys) {
        client.setServerKeyVerifier(known);
        client.setSignatureFactories(known.ordered(ClientBuilder.setUpDefaultSignatureFactories(false)));
        client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys));
    }

    /** Returns the failure of a login, with its reason and what to do. */
    static IOException failure(SshAddress address, KnownHosts known, IOException cause) {
        SshFailureKind refusal = known.refusal();
        SshFailureKind trouble = refusal == null ? trouble(cause) : refusal;
        return HostUnreachableException.of(address, trouble, String.valueOf(cause.getMessage()), cause);
    }

    private static SshFailureKind trouble(Throwable failure) {
        for (Throwable cause : Causes.of(failure).toList()) {
            if (cause instanceof ConnectException) {
                return SshFailureKind.REFUSED;
            } else if (cause instanceof NoRouteToHostException) {
                return SshFailureKind.NO_ROUTE;
            } else if (cause instanceof TimeoutException) {
                return SshFailureKind.TIMED_OUT;
            }
            SshFailureKind kind = SshFailureKind.in(String.valueOf(cause.getMessage()));
            if (kind != SshFailureKind.UNCLEAR) {
                return kind;
            }
        }
        return SshFailureKind.BROKEN;
    }
}
