package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.Trees;
import org.zfsbackup.zfs.sendstream.SyntheticStream;

/** Streams of any length pass through a small heap; bin/soak sends a longer one. */
@Timeout(7200)
class MemoryTest {
    private static final int GIB = Integer.getInteger("zfsbackup.memory.gib", 2);

    @TempDir
    Path directory;

    @Test
    void aLongStreamPassesThroughASmallHeap() throws Exception {
        Path zfs = fakeZfs((long) GIB << 30);
        Path backups = Files.createDirectory(directory.resolve("backups"));
        Process run = Subprocess.start(
                List.of("-Xmx64m", "-XX:+ExitOnOutOfMemoryError"),
                LongStream.class,
                zfs.toString(),
                backups.toString(),
                directory.toString());
        String output = Subprocess.output(run, 6000);
        assertThat(output).contains("stored and read back " + SyntheticStream.length((long) GIB << 30) + " bytes");
        assertThat(run.exitValue()).isZero();
        System.out.println(output.lines()
                .filter(line -> line.startsWith("peak"))
                .findFirst()
                .orElse(""));
    }

    private Path fakeZfs(long payload) throws IOException {
        Path zfs = directory.resolve("zfs");
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        Trees.text(
                zfs,
                """
                #!/bin/bash
                case "$1" in
                get) printf 'tank/a@s\\tcreation\\t1\\ntank/a@s\\tguid\\t7\\ntank/a@s\\tcreatetxg\\t1\\n' ;;
                send) [ $# -gt 1 ] && exec %s -Xmx32m -XX:+UseSerialGC -cp '%s' %s %d 1 7 0 tank/a@s ;;
                esac
                """
                        .formatted(
                                java, System.getProperty("java.class.path"), SyntheticStream.class.getName(), payload));
        Files.setPosixFilePermissions(zfs, PosixFilePermissions.fromString("rwxr-xr-x"));
        return zfs;
    }
}
