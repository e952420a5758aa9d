package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.RealZfs;

/** The PATH of cron, on which the zfs of the system is not. */
@Tag("zfs")
@Timeout(600)
class CronPathIT {
    @TempDir
    Path directory;

    @Test
    void zfsInSbin_isFound() throws Exception {
        try (RealZfs zfs = RealZfs.in(directory)) {
            String dataset = zfs.dataset("a");
            zfs.snapshot(dataset, "s1");
            Path backups = Files.createDirectory(directory.resolve("backups"));
            Process run = Subprocess.start(
                    Map.of("PATH", "/usr/bin:/bin"),
                    List.of(),
                    Main.class,
                    "-S",
                    dataset,
                    "directory",
                    "-D",
                    backups.toString());
            String output = Subprocess.output(run);
            assertThat(run.exitValue()).as(output).isZero();
            assertThat(Cli.ok("directory", "-D", backups.toString(), "verify")).contains("Good     " + dataset + "@s1");
        }
    }
}
