package org.zfsbackup.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zfsbackup.cli.Cli;
import org.zfsbackup.cli.GuestCli;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.fixture.Trees;

/**
 * The OpenZFS guest: its two pools, two more in its memory, and the command line in a JVM there. Datasets may be encrypted, with
 * a key in its memory, and volumes have devices.
 */
record OpenZfsSite(OpenZfsGuest guest, GuestCli cli, String source, Path shared) implements Site {
    private static final String MORE = "estatecopies estatewhole";

    static OpenZfsSite inGuest() {
        OpenZfsGuest guest = OpenZfsGuest.running();
        GuestCli cli = GuestCli.in(guest);
        guest.sh(
                """
                echo a key of an estate > /run/estate.key
                for pool in %s; do
                    ! zpool list $pool >/dev/null 2>&1 || zpool destroy -f $pool
                    rm -f /run/$pool.img
                    truncate -s 512M /run/$pool.img
                    zpool create $pool /run/$pool.img
                done
                """
                        .formatted(MORE));
        try {
            Path shared = Files.createTempDirectory(guest.exchange(), "estate");
            return new OpenZfsSite(guest, cli, guest.name("tank", "estate"), shared);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String copies() {
        return MORE.split(" ")[0];
    }

    @Override
    public String replicas(String name) {
        return name.equals("each") ? "backup" : MORE.split(" ")[1];
    }

    @Override
    public String folder() {
        return OpenZfsGuest.EXCHANGE + "/" + shared.getFileName();
    }

    @Override
    public boolean isOpenZfs() {
        return true;
    }

    @Override
    public String sh(String script) {
        return guest.sh(script);
    }

    @Override
    public Process send(String snapshot) {
        try {
            return guest.ssh("zfs send -w " + snapshot)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Cli zfsbackup(String... arguments) {
        return cli.run(arguments);
    }

    @Override
    public void close() {
        cli.close();
        String replica = replicas("each") + source.substring(source.indexOf('/'));
        guest.sh("cd /; zfs destroy -R " + replica + " || true; zfs destroy -R " + source + " || true; for pool in "
                + MORE + "; do zpool destroy -f $pool; rm /run/$pool.img; done; rm /run/estate.key");
        guest.close();
        Trees.deleteAll(shared);
    }
}
