package org.zfsbackup;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;

/** Debian's sshd on a free port of the loopback, as the user who runs the tests, with keys of its own. */
public final class OpenSshServer implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final LocalServer server;
    public final int port;

    private OpenSshServer(Path directory, int port, LocalServer server) {
        this.directory = directory;
        this.port = port;
        this.server = server;
    }

    /** Where those are who log in. */
    public Path home() {
        return directory.resolve("home");
    }

    public static OpenSshServer start(Path directory) throws Exception {
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
                ListenAddress 127.0.0.1
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
                        .formatted(port, directory, directory, directory, directory));
        ProcessBuilder command = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", directory + "/config");
        return new OpenSshServer(directory, port, LocalServer.start(command, port, directory.resolve("log")));
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
                file, "[127.0.0.1]:" + knownPort + " " + Files.readString(directory.resolve(key + ".pub")));
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
