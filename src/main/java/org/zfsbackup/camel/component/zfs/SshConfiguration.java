package org.zfsbackup.camel.component.zfs;

import java.nio.file.Path;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import org.apache.camel.spi.UriParam;
import org.apache.camel.spi.UriParams;
import org.jspecify.annotations.Nullable;
import org.zfsbackup.process.Command;
import org.zfsbackup.process.Host;
import org.zfsbackup.ssh.MinaHost;
import org.zfsbackup.ssh.OpenSshHost;
import org.zfsbackup.ssh.SshAddress;

/** How to reach a dataset on another host. */
@UriParams
public final class SshConfiguration {
    @UriParam(
            label = "ssh",
            description = "The host of the dataset, reached over ssh. To log in as another"
                    + " user, write the user's name and an at sign before it.")
    private @Nullable String host;

    @UriParam(label = "ssh", description = "The port of its ssh server. By default as configured for ssh, or 22.")
    private @Nullable Integer port;

    @UriParam(
            label = "ssh",
            defaultValue = "OPENSSH",
            description = "openssh runs the program ssh with the user's own configuration, agent, jump hosts and"
                    + " known hosts. mina uses Apache MINA SSHD in this process.")
    private Transport transport = Transport.OPENSSH;

    @UriParam(
            label = "ssh,security",
            description = "The file with the private key to log in with. By default as configured for ssh; with"
                    + " mina the unencrypted keys in .ssh in the home directory.")
    private @Nullable String loginKey;

    @UriParam(
            label = "ssh,security",
            description = "The file with the keys of known hosts. By default as configured for ssh; with mina"
                    + " .ssh/known_hosts in the home directory. A host is refused if its key is missing from"
                    + " the file or differs.")
    private @Nullable String knownHosts;

    @UriParam(
            label = "ssh,advanced",
            defaultValue = "ssh",
            description =
                    "With openssh: the ssh program, with options that come before ours, for example ssh" + " -F FILE.")
    private String sshCommand = "ssh";

    @UriParam(
            label = "ssh,advanced",
            description = "With openssh: options as for ssh -o, separated by commas. They come before ours.")
    private @Nullable String sshOptions;

    boolean isRemote() {
        return host != null;
    }

    /** Does not connect yet; the caller closes the host. */
    Host open(Duration stallTimeout) {
        String name = host;
        if (name == null) {
            return Host.local();
        }
        SshAddress address = SshAddress.parse(name).withOptions(options());
        address = port == null ? address : address.withPort(port);
        address = loginKey == null ? address : address.withIdentity(Path.of(loginKey));
        address = knownHosts == null ? address : address.withKnownHosts(Path.of(knownHosts));
        return transport == Transport.MINA
                ? MinaHost.of(address, stallTimeout)
                : OpenSshHost.of(address, Command.parse(sshCommand), stallTimeout);
    }

    private List<String> options() {
        return sshOptions == null
                ? List.of()
                : Arrays.stream(sshOptions.split(",", -1))
                        .map(String::strip)
                        .filter(option -> !option.isEmpty())
                        .toList();
    }

    public @Nullable String getHost() {
        return host;
    }

    public void setHost(@Nullable String host) {
        this.host = host;
    }

    public @Nullable Integer getPort() {
        return port;
    }

    public void setPort(@Nullable Integer port) {
        this.port = port;
    }

    public Transport getTransport() {
        return transport;
    }

    public void setTransport(Transport transport) {
        this.transport = transport;
    }

    public @Nullable String getLoginKey() {
        return loginKey;
    }

    public void setLoginKey(@Nullable String loginKey) {
        this.loginKey = loginKey;
    }

    public @Nullable String getKnownHosts() {
        return knownHosts;
    }

    public void setKnownHosts(@Nullable String knownHosts) {
        this.knownHosts = knownHosts;
    }

    public String getSshCommand() {
        return sshCommand;
    }

    public void setSshCommand(String sshCommand) {
        this.sshCommand = sshCommand;
    }

    public @Nullable String getSshOptions() {
        return sshOptions;
    }

    public void setSshOptions(@Nullable String sshOptions) {
        this.sshOptions = sshOptions;
    }
}
