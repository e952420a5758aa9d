package org.zfsbackup.camel.store.endpoint;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.TimeUnit;

/** Debian's sshd on a free port of the loopback, as the user who runs the tests, with keys of its own. */
final class OpenSshServer implements AutoCloseable {
    private static final Path SSHD = Path.of("/usr/sbin/sshd");

    private final Path directory;
    private final Process process;
    final int port;

    private OpenSshServer(Path directory, int port, Process process) {
        this.directory = directory;
        this.port = port;
        this.process = process;
    }

    /** Where those are who log in. */
    Path home() {
        return directory.resolve("home");
    }

    static OpenSshServer start(Path directory) throws Exception {
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
        int port = freePort();
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
                Subsystem sftp internal-sftp -d %s/home
                """
                        .formatted(port, directory, directory, directory));
        Process process = new ProcessBuilder(SSHD.toString(), "-D", "-e", "-f", directory + "/config")
                .redirectErrorStream(true)
                .redirectOutput(directory.resolve("log").toFile())
                .start();
        OpenSshServer server = new OpenSshServer(directory, port, process);
        awaitPort(port, process, directory.resolve("log"));
        return server;
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
        String output = new String(process.getInputStream().readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        if (process.waitFor() != 0) {
            throw new IOException(String.join(" ", command) + ": " + output);
        }
    }

    static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    static void awaitPort(int port, Process process, Path log) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 1000);
                return;
            } catch (IOException e) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IOException("the server is not there: " + Files.readString(log), e);
                }
            }
        }
    }

    /** The file of known hosts that knows this one. */
    Path knownHosts() throws IOException {
        String key = Files.readString(directory.resolve("host.pub"));
        return Files.writeString(directory.resolve("known_hosts"), "[127.0.0.1]:" + port + " " + key);
    }

    Path userKey() {
        return directory.resolve("user");
    }

    /** Ends all connections. */
    void cut() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        cut();
        process.destroy();
        process.onExit().join();
    }
}
