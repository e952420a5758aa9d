package org.zfsbackup;

import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;

/** A program that serves at a port of the loopback. */
public final class LocalServer implements AutoCloseable {
    private final Process process;

    private LocalServer(Process process) {
        this.process = process;
    }

    /** Waits until it answers. */
    public static LocalServer start(ProcessBuilder command, int port, Path log) throws Exception {
        return start(command, new InetSocketAddress(InetAddress.getLoopbackAddress(), port), log);
    }

    /** The same at another address. */
    static LocalServer start(ProcessBuilder command, InetSocketAddress address, Path log) throws Exception {
        LocalServer server = new LocalServer(
                command.redirectErrorStream(true).redirectOutput(log.toFile()).start());
        try {
            server.await(address, log);
            return server;
        } catch (IOException e) {
            server.close();
            throw e;
        }
    }

    private void await(InetSocketAddress address, Path log) throws Exception {
        long end = System.nanoTime() + Duration.ofSeconds(30).toNanos();
        while (true) {
            try (Socket socket = new Socket()) {
                socket.connect(address, 1000);
                return;
            } catch (IOException e) {
                if (process.waitFor(50, TimeUnit.MILLISECONDS) || System.nanoTime() > end) {
                    throw new IOException("the server is not there: " + Files.readString(log), e);
                }
            }
        }
    }

    public static int freePort() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    /** Ends the processes that serve one connection each. */
    public void cut() {
        process.descendants().forEach(ProcessHandle::destroyForcibly);
    }

    @Override
    public void close() {
        cut();
        process.destroy();
        process.onExit().join();
    }
}
