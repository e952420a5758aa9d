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

/** Apache MINA's client as we use it: keys alone, no configuration of the user's, nothing that is asked. */
final class MinaClient {
    private static final Duration FOR_EVER = Duration.ofDays(3650);
    private static final Duration SHORTEST_INTERVAL = Duration.ofSeconds(3);
    private static final int UNANSWERED = 3;

    private MinaClient() {}

    /** One without a thread, until it is started. */
    static SshClient of(Duration stallTimeout) {
        SshClient client = SshClient.setUpDefaultClient();
        client.setHostConfigEntryResolver(HostConfigEntryResolver.EMPTY);
        client.setUserAuthFactories(List.of(UserAuthPublicKeyFactory.INSTANCE));
        client.setCipherFactories(ciphers());
        // what still comes for a channel that we have ended is of no interest
        client.setUnknownChannelReferenceHandler((service, message, channel, buffer) -> null);
        Duration interval = stallTimeout.dividedBy(UNANSWERED + 2);
        CoreModuleProperties.HEARTBEAT_INTERVAL.set(
                client, interval.compareTo(SHORTEST_INTERVAL) < 0 ? SHORTEST_INTERVAL : interval);
        CoreModuleProperties.HEARTBEAT_NO_REPLY_MAX.set(client, UNANSWERED);
        // a slow reader is not an error by itself, and whoever waits watches for a stall
        CoreModuleProperties.IDLE_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.NIO2_READ_TIMEOUT.set(client, Duration.ZERO);
        CoreModuleProperties.WAIT_FOR_SPACE_TIMEOUT.set(client, FOR_EVER);
        // new keys come each hour, and when the cipher needs them: with AES after 64 GiB (RFC 4344, 3.2)
        CoreModuleProperties.REKEY_BYTES_LIMIT.set(client, 0L);
        return client;
    }

    /** The processor's own first. */
    private static List<NamedFactory<Cipher>> ciphers() {
        return List.of(
                BuiltinCiphers.aes128gcm,
                BuiltinCiphers.aes256gcm,
                BuiltinCiphers.cc20p1305_openssh,
                BuiltinCiphers.aes128ctr,
                BuiltinCiphers.aes192ctr,
                BuiltinCiphers.aes256ctr);
    }

    /** Before each connection: files may have changed. */
    static void prepare(SshClient client, KnownHosts known, List<KeyPair> keys) {
        client.setServerKeyVerifier(known);
        client.setSignatureFactories(known.ordered(ClientBuilder.setUpDefaultSignatureFactories(false)));
        client.setKeyIdentityProvider(KeyIdentityProvider.wrapKeyPairs(keys));
    }

    /** What became of the attempt to log in. */
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
            SshFailureKind told = SshFailureKind.in(String.valueOf(cause.getMessage()));
            if (told != SshFailureKind.UNCLEAR) {
                return told;
            }
        }
        return SshFailureKind.BROKEN;
    }
}
