package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Nested;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.Trees;

/** A target without a free byte: it can be read, and it can be emptied. */
class FullDiskIT extends TwoPools {
    private String source;
    private Path disk;

    @BeforeEach
    void makeDataset() throws IOException {
        source = zfs.dataset("src" + number);
        disk = Files.createDirectory(directory.resolve("disk" + number));
    }

    private Map<String, String> change(String snapshot, int size) {
        Trees.random(zfs.path(source).resolve("file"), size, (source + snapshot).hashCode());
        zfs.snapshot(source, snapshot);
        return Trees.hashes(zfs.path(source));
    }

    private String[] of(String snapshot, String... more) {
        String dataset = snapshot.isEmpty() ? source : source + "@" + snapshot;
        return Cli.with(
                new String[] {"--dataset", dataset, "directory", "--dest", disk.toString(), "--prefix", "h"}, more);
    }

    private void backUp(String snapshot) {
        Cli.ok(of(snapshot, "--full", "--no-iterate-incrementals"));
    }

    /** Fills the disk to the last byte. The other user of the disk keeps what it has taken. */
    private void fill() {
        zfs.sh("dd if=/dev/urandom of=" + disk + "/filler bs=64k 2>/dev/null; dd if=/dev/urandom of=" + disk
                + "/filler2 bs=512 2>/dev/null; sync -f " + disk + "; dd if=/dev/urandom of=" + disk
                + "/filler3 bs=512 2>/dev/null; true");
    }

    private Map<String, String> restored(String snapshot) {
        String to = other.pool() + "/r" + number + snapshot;
        Cli.ok(of(snapshot, "restore", "--to", to));
        return Trees.hashes(other.path(to));
    }

    /** After a backup was deleted from the full disk, the rest is whole and a new backup goes on. */
    private void assertGoesOn(String deleted) {
        Cli.ok(of(deleted, "delete"));
        assertThat(Cli.ok(of("", "list"))).doesNotContain("@" + deleted);
        Cli.ok(of("", "verify"));
        Map<String, String> next = change("next", 10_000);
        backUp("next");
        assertThat(restored("next")).isEqualTo(next);
    }

    @Nested
    class OnADiskWithoutAFreeByte {
        @BeforeEach
        void mountDisk() {
            zfs.sh("mount -t tmpfs -o size=12m disk " + disk);
        }

        @AfterEach
        void unmountDisk() {
            zfs.sh("umount " + disk);
        }

        @Test
        void everyBackup_canBeReadAndDeleted() {
            Map<String, String> first = change("s1", 1_500_000);
            backUp("s1");
            change("s2", 1_500_000);
            backUp("s2");
            fill();

            assertThat(Cli.ok(of("", "list"))).contains("@s1", "@s2");
            Cli.ok(of("", "verify"));
            assertThat(restored("s1")).isEqualTo(first);
            Cli.ok(of("s1", "delete", "--dry-run"));
            assertGoesOn("s1");
        }

        @Test
        void failedBackup_leavesRoomToDelete() {
            change("s1", 1_500_000);
            backUp("s1");
            change("s2", 1_500_000);
            backUp("s2");
            change("big", 11_000_000);
            assertThat(Cli.run(of("big", "--full", "--no-iterate-incrementals")).status())
                    .isEqualTo(1);
            fill();

            assertGoesOn("s2");
        }

        @Test
        void secondDeletion_worksLikeTheFirst() {
            for (String snapshot : new String[] {"s1", "s2", "s3"}) {
                change(snapshot, 1_000_000);
                backUp(snapshot);
            }
            fill();
            Cli.ok(of("s1", "delete"));
            fill();

            assertGoesOn("s2");
        }

        @Test
        void lostMap_canBeRebuilt() throws IOException {
            change("s1", 1_500_000);
            backUp("s1");
            change("s2", 1_500_000);
            backUp("s2");
            Files.delete(disk.resolve("h/map.json"));
            fill();

            Cli.ok(of("", "rebuild"));
            assertGoesOn("s1");
        }

        @Test
        void lastBackup_takesTheReserveWithIt() throws IOException {
            change("s1", 1_500_000);
            backUp("s1");
            assertThat(disk.resolve("h/reserve.bin")).exists();
            fill();

            Cli.ok(of("s1", "delete"));

            assertThat(disk.resolve("h/reserve.bin")).doesNotExist();
            assertThat(disk.resolve("h/chunks")).isEmptyDirectory();
        }
    }

    @Nested
    class OnADatasetWithAQuota {
        @Test
        void fullDataset_canBeEmptied() {
            String full = other.dataset("full" + number);
            other.run("zfs", "set", "quota=12M", full);
            disk = other.path(full);
            change("s1", 1_500_000);
            backUp("s1");
            change("s2", 1_500_000);
            backUp("s2");
            fill();

            assertGoesOn("s1");
        }
    }
}
