package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.RealZfs;

/** What classes of tests on real ZFS share: two pools for a class, and a number and a folder for the backups of each test. */
@Tag("zfs")
abstract class TwoPools {
    static RealZfs zfs;
    static RealZfs other;
    static int number;

    @TempDir
    static Path directory;

    Path backups;

    @BeforeAll
    static void makePools() {
        zfs = RealZfs.in(directory);
        other = RealZfs.in(directory);
    }

    @AfterAll
    static void destroyPools() {
        zfs.close();
        other.close();
    }

    @BeforeEach
    void makeFolder() throws IOException {
        number++;
        backups = Files.createDirectory(directory.resolve("backups" + number));
    }
}
