package org.zfsbackup;

import java.io.IOException;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.ArrayList;
import java.util.List;

/** Debian's sshd on a free port, of the loopback or in a network of its own, as the user who runs the tests, with keys of its own. */
public final class OpenSshServer implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private static final String LOOPBACK = "127.0.0.1";

    private final Path directory;
    private final String address;
    private final LocalServer server;
    public final int port;

    private OpenSshServer(Path directory, String address, int port, LocalServer server) {
        this.directory = directory;
        this.address = address;
        this.port = port;
        this.server = server;
    }

    /** Where those are who log in. */
    public Path home() {
        return directory.resolve("home");
    }

    public static OpenSshServer start(Path directory) throws Exception {
        return start(directory, LOOPBACK, List.of());
    }

    /** In that network. */
    public static OpenSshServer start(Path directory, LossyNetwork network) throws Exception {
        return start(directory, network.address(), network.within());
    }

    private static OpenSshServer start(Path directory, String address, List<String> within) throws Exception {
        if (!Files.isExecutable(SSHD)) {
            throw new IllegalStateException(
                    "this test needs " + SSHD + ": apt-get install openssh-server, or bin/test");
        }
        // sshd wants it for root, and only the service's own script makes it
        if (System.getProperty("user.name").equals("root")) {
            Files.createDirectories(Path.of("/run/sshd"));
        }
        Files.setPosixFilePermissions(directory, PosixFilePermissions.fromString("rwx------"));
        keys(directory);
        Files.createDirectory(directory.resolve("home"));
        int port = LocalServer.freePort();
        Files.writeString(
                directory.resolve("config"),
                """
                Port %d
                ListenAddress %s
                HostKey %s/host
                AuthorizedKeysFile %s/user.pub
                PidFile none
                PasswordAuthentication no
                KbdInteractiveAuthentication no
                StrictModes no
                UsePAM no
                PermitRootLogin prohibit-password
                MaxSessions 1
                SetEnv HOME=%s/home
                Subsystem sftp internal-sftp -d %s/home
                """
                        .formatted(port, address, directory, directory, directory, directory));
        List<String> words = new ArrayList<>(within);
        words.addAll(List.of(SSHD.toString(), "-D", "-e", "-f", directory + "/config"));
        LocalServer server = LocalServer.start(
                new ProcessBuilder(words), new InetSocketAddress(address, port), directory.resolve("log"));
        return new OpenSshServer(directory, address, port, server);
    }

    private static void keys(Path directory) throws Exception {
        for (String name : List.of("host", "user")) {
            run(
                    "ssh-keygen",
                    "-q",
                    "-t",
                    "ed25519",
                    "-N",
                    "",
                    "-f",
                    directory.resolve(name).toString());
        }
    }

    private static void run(String... command) throws Exception {
        Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
        String output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    /** The file of known hosts that knows this one. */
    public Path knownHosts() throws IOException {
        return knownHosts(directory.resolve("known_hosts"), port, "host");
    }

    /** A file of known hosts that knows one at that port by the key of that name: {@code host} or {@code user}. */
    public Path knownHosts(Path file, int knownPort, String key) throws IOException {
        return Files.writeString(
                file, "[" + address + "]:" + knownPort + " " + Files.readString(directory.resolve(key + ".pub")));
    }

    public Path userKey() {
        return directory.resolve("user");
    }

    /** Ends all connections. */
    public void cut() {
        server.cut();
    }

    @Override
    public void close() {
        server.close();
    }
}
