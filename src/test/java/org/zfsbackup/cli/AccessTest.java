package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.FakeZfs;

/** The permissions of new files and folders. */
class AccessTest {
    @TempDir
    Path directory;

    private FakeZfs zfs;
    private DirectoryCommand backups;
    private Path place;

    @BeforeEach
    void makePlace() throws IOException {
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), 2, 100_000);
        place = Files.createDirectory(directory.resolve("place"));
        backups = new DirectoryCommand(zfs, place);
    }

    /** By folders and files. */
    private Set<String> found(boolean folders) throws IOException {
        Set<String> found = new TreeSet<>();
        try (Stream<Path> all = Files.walk(place.resolve("h"))) {
            for (Path path :
                    all.filter(one -> Files.isDirectory(one) == folders).toList()) {
                found.add(PosixFilePermissions.toString(Files.getPosixFilePermissions(path)));
            }
        }
        return found;
    }

    @Test
    void backup_isItsOwnersAlone() throws IOException {
        Cli.ok(backups.on("tank/a"));

        assertThat(found(false)).containsExactly("rw-------");
        assertThat(found(true)).containsExactly("rwx------");
    }

    @Test
    void groupReadable_letsTheGroupRead() throws IOException {
        Cli.ok(backups.on("tank/a", "--group-readable"));

        assertThat(found(false)).containsExactly("rw-r-----");
        assertThat(found(true)).containsExactly("rwxr-x---");
        assertThat(Cli.ok(backups.on("tank/a", "--group-readable", "verify")).lines())
                .hasSize(2);
    }

    @Test
    void toFile_isItsOwnersAlone() throws IOException {
        Cli.ok(backups.on("tank/a@s1"));
        Path file = directory.resolve("s1.zfs");

        Cli.ok(backups.on("tank/a@s1", "restore", "--to-file", file.toString()));

        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                .isEqualTo("rw-------");
        assertThat(file).hasBinaryContent(zfs.stream(1));
    }
}
