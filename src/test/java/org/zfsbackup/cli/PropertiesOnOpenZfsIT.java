package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.zfsbackup.fixture.Trees;

/** What a restore brings back on OpenZFS: volumes, keys, and single datasets out of raw recursive backups. */
@Timeout(1200)
class PropertiesOnOpenZfsIT extends GuestBackups {
    private String[] of(String dataset, String recursion, String... more) {
        String[] words = {"--recursive=" + recursion, "directory", "--dest", backups.toString(), "--prefix", "h"};
        return Cli.with(source(dataset, words), more);
    }

    private void assertSame(String source, String copy, String... properties) {
        for (String property : properties) {
            assertThat(value(property, copy)).as(property).isEqualTo(value(property, source));
        }
    }

    private String value(String property, String dataset) {
        return guest.run("zfs", "get", "-Hp", "-o", "value", property, dataset).strip();
    }

    @Test
    void treeWithVolumes_comesBackAsItWas() {
        String source = guest.dataset("tank", "props", "-o", "compression=gzip", "-o", "recordsize=1M");
        guest.sh(
                """
                zfs create -V 8M -o volblocksize=64K -o org.example:note=disk %1$s/thick
                zfs create -s -V 1T -o compression=zle %1$s/sparse
                zfs create -o quota=40M -o reservation=5M %1$s/c
                zfs set quota=1G %1$s
                udevadm settle; head -c 2000000 /dev/urandom > "$(zfs get -H -o value mountpoint %1$s/c)/f"
                zfs snapshot -r %1$s@one
                """
                        .formatted(source));
        for (String recursion : new String[] {"each", "true"}) {
            String copy = guest.name("backup", "copy-" + recursion);
            Cli.ok(of(source, recursion, "--new-target"));
            Cli.ok(of(source, recursion.equals("true") ? "false" : recursion, "restore", "--to", copy));
            assertSame(source, copy, "compression", "recordsize", "quota");
            assertSame(source + "/c", copy + "/c", "quota", "reservation");
            assertSame(
                    source + "/thick",
                    copy + "/thick",
                    "volsize",
                    "volblocksize",
                    "refreservation",
                    "org.example:note");
            assertSame(source + "/sparse", copy + "/sparse", "volsize", "refreservation", "compression");
            Trees.deleteAll(backups.resolve("h"));
        }
    }

    @Test
    void reservationWithoutRoom_isNamedAndNoFailure() {
        String source = guest.dataset("tank", "room");
        guest.sh("zfs create -V 1200M " + source + "/v; zfs snapshot -r " + source + "@one");
        String room = guest.dataset("backup", "room", "-o", "reservation=1G");
        String copy = guest.name("backup", "copy");
        Cli.ok(of(source, "each"));
        Cli run = Cli.run(of(source, "each", "restore", "--to", copy));
        guest.run("zfs", "set", "reservation=none", room);
        assertThat(run.status()).as(run.err()).isEqualTo(0);
        assertThat(value("refreservation", copy + "/v")).isEqualTo("0");
    }

    @Test
    void rawChildOfARecursiveBackup_opensWithItsKey() {
        guest.sh("echo 'eight or more' > /tmp/zb-key");
        String source = guest.encrypted("tank", "raw", "/tmp/zb-key");
        guest.sh(
                """
                zfs create -o atime=off %1$s/c; zfs create %1$s/z
                echo hidden > "$(zfs get -H -o value mountpoint %1$s/c)/f"
                zfs snapshot -r %1$s@one
                """
                        .formatted(source));
        Cli.ok(of(source, "true"));
        String copy = guest.name("backup", "child");
        Cli.ok(of(source + "/c", "false", "restore", "--to", copy));
        assertSame(source + "/c", copy, "atime");
        assertThat(guest.sh("zfs load-key -L file:///tmp/zb-key %1$s && zfs mount %1$s; cat /%1$s/f".formatted(copy)))
                .isEqualTo("hidden\n");
        assertThat(guest.run("zfs", "list", "-rH", "-o", "name", copy)).isEqualTo(copy + "\n");
    }

    @Test
    void changedKey_isRestoredWithTheNewestBackup() {
        guest.sh("echo 'eight or more' > /tmp/zb-key; echo 'another passphrase' > /tmp/zb-new");
        String source = guest.encrypted("tank", "key", "/tmp/zb-key");
        guest.sh("zfs create %1$s/c; zfs snapshot -r %1$s@one".formatted(source));
        Cli.ok(of(source, "each"));
        guest.sh("zfs change-key -o pbkdf2iters=100000 -o keylocation=file:///tmp/zb-new %1$s; zfs snapshot -r %1$s@two"
                .formatted(source));
        Cli.ok(of(source, "each"));
        String copy = guest.name("backup", "key");
        Cli.ok(of(source, "each", "restore", "--to", copy));
        assertThat(value("keylocation", copy)).isEqualTo("file:///tmp/zb-new");
        for (String dataset : new String[] {copy, copy + "/c"}) {
            guest.sh("zfs load-key -n -L file:///tmp/zb-new " + dataset);
        }
    }
}
