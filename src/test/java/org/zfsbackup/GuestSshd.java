package org.zfsbackup;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;

/** The sshd of the OpenZFS guest that runs in a folder. */
public record GuestSshd(Path run) {
    /** On the loopback. */
    public int port() {
        return Integer.parseInt(configured("Port"));
    }

    /** The key with which root is let in. */
    public Path loginKey() {
        return Path.of(configured("IdentityFile"));
    }

    private String configured(String key) {
        return read("ssh_config")
                .lines()
                .map(String::strip)
                .filter(line -> line.startsWith(key + " "))
                .map(line -> line.substring(key.length() + 1))
                .findFirst()
                .orElseThrow();
    }

    /** Writes a file of known hosts that knows it at this port of the loopback. */
    public Path knownHosts(Path file, int port) {
        try {
            return Files.writeString(file, "[127.0.0.1]:" + port + " " + read("host.pub"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private String read(String file) {
        try {
            return Files.readString(run.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
