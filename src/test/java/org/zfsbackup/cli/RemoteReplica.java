package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.zfsbackup.fixture.OpenZfsGuest;

/** A dataset of this host and its replica in the OpenZFS guest, with a zfs command here that can be hindered. */
final class RemoteReplica implements AutoCloseable {
    /** In seconds: an emulated guest needs some for the smallest command. */
    static final int STALL = 8;

    private static final String PLAIN = "zfs \"$@\"";

    private final Path directory;
    private final OpenZfsGuest guest = OpenZfsGuest.running();
    private final Growing source;
    private String destination = guest.dataset("backup", "replicas");
    private String remoteZfs = "zfs";

    RemoteReplica(Path directory, Growing source) {
        this.directory = directory;
        this.source = source;
        sending(PLAIN);
    }

    /** A source that gets one snapshot after the other and remembers the contents of the newest. */
    interface Growing {
        String dataset();

        /** A line of shell that runs its zfs with the words {@code "$@"}. */
        default String zfs() {
            return PLAIN;
        }

        /** Changes a file, adds one with so many bytes and makes a snapshot, whose name it gives. */
        String grow(int bytes);

        Map<String, String> newest();
    }

    OpenZfsGuest guest() {
        return guest;
    }

    /** From now on replicas lie below that dataset of the guest. */
    void below(String dataset) {
        destination = dataset;
    }

    String name() {
        String dataset = source.dataset();
        return destination + dataset.substring(dataset.indexOf('/'));
    }

    /** From now on a send is this line of shell, in which {@code stream} gives the real stream. */
    void sending(String line) {
        script(
                directory.resolve("zfs"),
                """
                #!/bin/bash
                echo "$*" >> %s
                stream() { %s; }
                if [ "$1" = send ] && [ $# -gt 1 ] && [ "$2" != -nvP ]; then
                    set -o pipefail
                    %s
                else
                    %s
                fi
                """
                        .formatted(calls(), source.zfs(), line.equals(PLAIN) ? source.zfs() : line, source.zfs()));
    }

    void sendingAll() {
        sending(PLAIN);
    }

    /** From now on the guest's receive is this line of shell, which may run the real one as {@code zfs "$@"}. */
    void receiving(String line) {
        remoteZfs = "/run/hindered/zfs";
        guest.sh(
                """
                mkdir -p /run/hindered
                ln -sf "$(command -v zpool)" /run/hindered/zpool
                cat > /run/hindered/zfs <<'SCRIPT'
                #!/bin/bash
                [ "$1" = receive ] && [ "$2" != -A ] || exec zfs "$@"
                %s
                SCRIPT
                chmod +x /run/hindered/zfs
                """
                        .formatted(line));
    }

    void receivingAll() {
        remoteZfs = "zfs";
    }

    private Path calls() {
        return directory.resolve("calls");
    }

    /** How often a send went on with a broken-off receive. */
    long resumed() {
        try (var lines = Files.lines(calls())) {
            return lines.filter(line -> line.startsWith("send -t ")).count();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static void script(Path file, String text) {
        try {
            Files.writeString(file, text);
            Files.setPosixFilePermissions(file, PosixFilePermissions.fromString("rwxr-xr-x"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Replicates over that port of the loopback. */
    Cli over(int port, String transport, String... more) {
        String known =
                guest.sshd().knownHosts(directory.resolve("known_hosts"), port).toString();
        String key = guest.sshd().loginKey().toString();
        return Cli.run(Cli.with(command(port, transport, known, key), more));
    }

    Cli run(String transport, String... more) {
        return over(guest.sshd().port(), transport, more);
    }

    String[] command(int port, String transport, String knownHosts, String loginKey) {
        return List.of(
                        ("--stall-timeout=" + STALL + " --zfs").split(" "),
                        new String[] {directory.resolve("zfs").toString(), "-S", source.dataset(), "ssh"},
                        ("--host 127.0.0.1 --user root --port " + port + " --transport " + transport).split(" "),
                        new String[] {"--known-hosts", knownHosts, "--login-key", loginKey},
                        new String[] {"--remote-zfs", remoteZfs, "--dest", destination})
                .stream()
                .flatMap(Arrays::stream)
                .toArray(String[]::new);
    }

    /** The short names of the replica's snapshots, oldest first. */
    List<String> snapshots() {
        return guest.sh("zfs list -H -d 1 -t snapshot -o name -s createtxg '%s' 2>/dev/null || true".formatted(name()))
                .lines()
                .map(name -> name.substring(name.indexOf('@') + 1))
                .toList();
    }

    /** The next run succeeds, and after it both sides have the same contents. */
    void assertGoesOn(String transport) {
        Cli run = run(transport);
        assertThat(run.status()).as(run.err()).isZero();
        List<String> there = snapshots();
        Map<String, String> files = guest.manifest(name() + "@" + there.get(there.size() - 1)).entrySet().stream()
                .collect(Collectors.toMap(file -> file.getKey().substring(2), Map.Entry::getValue));
        assertThat(new TreeMap<>(files)).isNotEmpty().isEqualTo(source.newest());
    }

    @Override
    public void close() {
        guest.close();
    }
}
