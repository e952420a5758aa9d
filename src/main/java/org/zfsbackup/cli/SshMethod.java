package org.zfsbackup.cli;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.component.zfs.Transport;
import org.zfsbackup.zfs.DatasetName;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;
import picocli.CommandLine.ScopeType;

/** The method {@code ssh}: from a dataset of this host to one of another, or the other way round. */
@Command(
        name = "ssh",
        description =
                "Replicas in a dataset of another host, or of this one with --pull. Without an operation: backup.")
final class SshMethod extends ReplicaMethod {
    @Option(
            names = {"--host", "-H"},
            required = true,
            paramLabel = "HOST",
            description = "The other host, as ssh knows it.",
            scope = ScopeType.LOCAL)
    @Nullable
    String host;

    @Option(
            names = {"--user", "-U"},
            paramLabel = "USER",
            description = "Who logs in there (default: as ssh is configured).",
            scope = ScopeType.LOCAL)
    @Nullable
    String user;

    @Option(names = "--port", paramLabel = "PORT", description = "The port of its sshd.", scope = ScopeType.LOCAL)
    @Nullable
    Integer port;

    @Option(
            names = "--pull",
            description = "The dataset is on the other host, and the replica here.",
            scope = ScopeType.LOCAL)
    boolean pull;

    @Option(
            names = "--transport",
            paramLabel = "openssh|mina",
            description = "The program ssh with the user's configuration (the default), or MINA SSHD in this process.",
            scope = ScopeType.LOCAL)
    Transport transport = Transport.OPENSSH;

    @Option(
            names = "--login-key",
            paramLabel = "FILE",
            description = "The private key to log in with (default: as ssh is configured).",
            scope = ScopeType.LOCAL)
    @Nullable
    Path loginKey;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "The keys of known hosts (default: as ssh is configured).",
            scope = ScopeType.LOCAL)
    @Nullable
    Path knownHosts;

    @Option(
            names = "--ssh",
            paramLabel = "COMMAND",
            description = "The program, and options for it: 'ssh -F FILE' (default: ssh).",
            scope = ScopeType.LOCAL)
    @Nullable
    String ssh;

    @Option(
            names = "--remote-zfs",
            paramLabel = "COMMAND",
            description = "The zfs command of the other host, for example 'sudo zfs'.",
            scope = ScopeType.LOCAL)
    @Nullable
    String remoteZfs;

    @Override
    String sourceUri() {
        return endpoint(source().toString(), pull ? there() : List.of());
    }

    @Override
    String restoredUri(String dataset) {
        return endpoint(new DatasetName(dataset).value(), pull ? there() : List.of());
    }

    @Override
    String targetUri() {
        List<String> options = new ArrayList<>(receiving());
        options.addAll(pull ? List.of() : there());
        return endpoint(replica().value(), options);
    }

    private List<String> there() {
        if (host == null || host.isBlank()) {
            throw usage("name the other host with --host HOST");
        }
        List<String> options = new ArrayList<>();
        add(options, "host", (user == null ? "" : user + "@") + host);
        add(options, "transport", transport.name().toLowerCase(Locale.ROOT));
        add(options, "port", port);
        add(options, "loginKey", loginKey);
        add(options, "knownHosts", knownHosts);
        add(options, "sshCommand", ssh);
        add(options, "zfsCommand", remoteZfs);
        return options;
    }

    private static void add(List<String> options, String name, @Nullable Object value) {
        if (value != null) {
            options.add(option(name, value.toString()));
        }
    }
}
