package org.zfsbackup.cli;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.FakeZfs;

/** What classes of tests share whose repository holds the same snapshots in two chains. */
abstract class TwoChains {
    private final int snapshots;

    @TempDir
    Path directory;

    FakeZfs zfs;
    Path backups;

    TwoChains(int snapshots) {
        this.snapshots = snapshots;
    }

    @BeforeEach
    void makeTwoChains() throws IOException {
        zfs = FakeZfs.in(Files.createDirectory(directory.resolve("zfs")), snapshots, 20_000);
        backups = Files.createDirectory(directory.resolve("backups"));
        Cli.ok(command("tank/a"));
        Cli.ok(Cli.with(new String[] {"--full"}, command("tank/a")));
    }

    String[] command(String dataset, String... more) {
        return Cli.with(
                new String[] {"--zfs", zfs.command(), "-S", dataset, "directory", "-D", backups.toString(), "-P", "h"},
                more);
    }
}
