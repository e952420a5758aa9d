package org.zfsbackup.estate;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.zfsbackup.cli.Cli;
import org.zfsbackup.fixture.OpenZfsGuest;
import org.zfsbackup.fixture.Trees;

/**
 * The OpenZFS guest: a pool of its own and three in its memory, which can be destroyed whatever is in them, and the command line here,
 * whose zfs is the guest's. Datasets may be encrypted, with a key in its memory, and volumes have devices.
 */
record OpenZfsSite(OpenZfsGuest guest, String source, Path repositories) implements Site {
    private static final String POOLS = "estate estatecopies estatewhole";

    static OpenZfsSite inGuest() {
        OpenZfsGuest guest = OpenZfsGuest.running();
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
                        .formatted(POOLS));
        try {
            return new OpenZfsSite(guest, "estate/source", Files.createTempDirectory("estate"));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public String copies() {
        return "estatecopies";
    }

    @Override
    public String replicas(String name) {
        return name.equals("each") ? "backup" : "estatewhole";
    }

    @Override
    public String folder() {
        return repositories.toString();
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
            // A raw stream of what is not encrypted has the blocks as they are compressed, which may differ in a copy.
            return guest.ssh("[ $(zfs get -H -o value encryption " + snapshot + ") = off ] || raw=-w; zfs send $raw "
                            + snapshot)
                    .redirectError(ProcessBuilder.Redirect.DISCARD)
                    .start();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    @Override
    public Cli zfsbackup(String... arguments) {
        return Cli.run(Cli.with(new String[] {"--zfs", guest.zfsCommand().toString()}, arguments));
    }

    @Override
    public void close() {
        guest.close();
        guest.sh(
                "{ grep -E '^(estate|backup/source)' /proc/mounts || true; } | cut -d ' ' -f 2 | tac | xargs -r umount -l; zfs destroy -R "
                        + replicas("each") + "/source || true; for pool in " + POOLS
                        + "; do zpool destroy -f $pool; rm /run/$pool.img; done; rm /run/estate.key");
        Trees.deleteAll(repositories);
    }
}
