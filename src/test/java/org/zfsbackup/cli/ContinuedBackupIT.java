package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.zfsbackup.fixture.CutZfs;
import org.zfsbackup.fixture.Trees;

/** Real streams repeat byte for byte, so an interrupted backup goes on. */
class ContinuedBackupIT extends TwoPools {
    private static final int FILE = 24_000_000;
    private static final int STEP = 5_000_000;

    private String[] command(CutZfs cut, String dataset, String recursion, String... more) {
        return Cli.with(
                new String[] {
                    "--zfs",
                    cut.command(),
                    "--dataset",
                    dataset,
                    "--recursive=" + recursion,
                    "--chunk-size",
                    "500KiB",
                    "directory",
                    "--dest",
                    backups.toString(),
                    "--prefix",
                    "h"
                },
                more);
    }

    private Set<Path> chunks() {
        try (Stream<Path> files = Files.list(backups.resolve("h/chunks"))) {
            return files.collect(Collectors.toSet());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** A step is longer than what a failure throws away with the buffers of the way, so each run stores something. */
    private void interrupt(CutZfs cut, String[] command) {
        Set<Path> before = Set.of();
        for (long bytes = STEP; bytes < FILE; bytes += STEP) {
            cut.cut(bytes);
            assertThat(Cli.run(command).status()).isEqualTo(1);
            assertThat(chunks()).containsAll(before).hasSizeGreaterThan(before.size());
            before = chunks();
        }
        cut.mend();
        Cli.ok(command);
        assertThat(chunks()).containsAll(before);
    }

    @ParameterizedTest
    @CsvSource({"false", "true", "each"})
    void stream_goesOnAfterEachInterruption(String recursion) throws IOException {
        CutZfs cut = CutZfs.in(Files.createDirectory(directory.resolve("cut" + number)), "zfs", "zpool");
        String source = zfs.dataset("src" + number);
        Trees.random(zfs.path(source).resolve("file"), FILE, number);
        zfs.snapshot(source, "one");
        String[] command = command(cut, source, recursion);

        interrupt(cut, command);

        String to = other.pool() + "/r" + number;
        Cli.ok(command(cut, source, recursion, "restore", "--to", to));
        Map<String, String> files = Trees.hashes(zfs.path(source));
        assertThat(Trees.hashes(other.path(to))).isEqualTo(files);
        Cli.ok(command(cut, source, recursion, "verify"));
    }

    @Test
    void renamedDataset_isStoredAnew() throws IOException {
        CutZfs cut = CutZfs.in(Files.createDirectory(directory.resolve("cut" + number)), "zfs", "zpool");
        String source = zfs.dataset("src" + number);
        Trees.random(zfs.path(source).resolve("file"), FILE, number);
        zfs.snapshot(source, "one");
        cut.cut(2L * STEP);
        assertThat(Cli.run(command(cut, source, "false")).status()).isEqualTo(1);
        assertThat(chunks()).hasSizeGreaterThan(5);
        cut.mend();
        String renamed = zfs.pool() + "/renamed" + number;
        zfs.rename(source, renamed);

        Cli.ok(command(cut, renamed, "false"));

        Cli.ok("directory", "--dest", backups.toString(), "--prefix", "h", "verify", "--cleanup");
        String to = other.pool() + "/r" + number;
        Cli.ok(command(cut, renamed, "false", "restore", "--to", to));
        assertThat(Trees.hashes(other.path(to))).isEqualTo(Trees.hashes(zfs.path(renamed)));
    }
}
