package org.zfsbackup.cli.replica;

import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.camel.component.zfs.Transport;
import picocli.CommandLine.Command;
import picocli.CommandLine.Option;

/** The destination {@code ssh}: from a dataset of this host to one of another host, or the other way round. */
@Command(
        name = "ssh",
        description = "Replicates into a dataset of another host, or with --pull from there into one of this host.",
        sortOptions = false)
public final class SshMethod extends ReplicaMethod {
    @Option(
            names = {"--host", "-H"},
            required = true,
            paramLabel = "HOST",
            description = "The other host, by a name that ssh knows.")
    @Nullable
    String host;

    @Option(
            names = {"--user", "-U"},
            paramLabel = "USER",
            description = "The user to log in as (default: from ssh's configuration).")
    @Nullable
    String user;

    @Option(names = "--port", paramLabel = "PORT", description = "The port of its sshd.")
    @Nullable
    Integer port;

    @Option(names = "--pull", description = "The source is on the other host, and the replica on this one.")
    boolean pull;

    @Option(
            names = "--transport",
            paramLabel = "openssh|mina",
            description =
                    "Use the program ssh with the user's configuration (the default), or MINA SSHD in this process.")
    Transport transport = Transport.OPENSSH;

    @Option(
            names = "--login-key",
            paramLabel = "FILE",
            description = "The private key to log in with (default: from ssh's configuration).")
    @Nullable
    Path loginKey;

    @Option(
            names = "--known-hosts",
            paramLabel = "FILE",
            description = "The file with the keys of known hosts (default: from ssh's configuration).")
    @Nullable
    Path knownHosts;

    @Option(
            names = "--ssh",
            paramLabel = "COMMAND",
            description = "The program ssh, with options if needed: 'ssh -F FILE' (default: ssh).")
    @Nullable
    String ssh;

    @Option(
            names = "--remote-zfs",
            paramLabel = "COMMAND",
            description = "The zfs command on the other host, for example 'sudo zfs'.")
    @Nullable
    String remoteZfs;

    @Override
    List<String> sourceHost() {
        return pull ? otherHost() : List.of();
    }

    @Override
    List<String> targetHost() {
        return pull ? List.of() : otherHost();
    }

    private List<String> otherHost() {
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
            options.add(ZfsUri.option(name, value.toString()));
        }
    }
}
