package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.zfsbackup.fixture.OriginalMini;
import org.zfsbackup.fixture.RealZfs;
import org.zfsbackup.fixture.Trees;

/** A backup that the original wrote: listed, verified, restored, and gone on from. */
@Tag("zfs")
class OriginalIT {
    @TempDir
    Path directory;

    private String[] command(Path backup, String source, String... more) {
        String[] first = {
            "-S",
            source,
            "--password-file",
            OriginalMini.passwordFile().toString(),
            "--allow-readable-secrets",
            "directory",
            "-D",
            backup.toString(),
            "-P",
            "host1"
        };
        return Cli.with(first, more);
    }

    /** The files of a snapshot as their hashes were noted when the backup was made. */
    static Map<String, String> manifest(String snapshot) throws IOException {
        Map<String, String> files = new TreeMap<>();
        for (String line : Files.readAllLines(OriginalMini.directory().resolve("manifest/mini@" + snapshot + ".txt"))) {
            files.put(line.substring(68), line.substring(0, 64));
        }
        return files;
    }

    @Test
    void itIsListedAsTheOriginalListedIt() throws IOException {
        Path backup = OriginalMini.copyTo(directory);
        assertThat(Cli.ok("directory", "-D", backup.toString(), "-P", "host1", "list"))
                .isEqualTo(Files.readString(OriginalMini.directory().resolve("list-mini.txt")));
        assertThat(Cli.ok("directory", "-D", backup.toString(), "-P", "host1", "list", "--verbose"))
                .isEqualTo(Files.readString(OriginalMini.directory().resolve("list-verbose-mini.txt")));
    }

    @Test
    void itIsRestoredAndGoneOnFrom() throws IOException {
        Path backup = OriginalMini.copyTo(directory);
        byte[] map = Files.readAllBytes(backup.resolve("host1/map.json"));
        assertThat(Cli.run(command(backup, "tank/seed/mini", "verify")).out())
                .contains("NOT ENCRYPTED  tank/seed/mini@m1");
        assertThat(Cli.ok(mixed(command(backup, "tank/seed/mini", "verify"))).lines())
                .hasSize(4)
                .allMatch(line -> line.startsWith("Good"));
        try (RealZfs zfs = RealZfs.in(directory)) {
            String copy = zfs.pool() + "/mini";
            Cli.ok(mixed(command(backup, "tank/seed/mini", "restore", "--to", copy)));
            assertThat(Trees.hashes(zfs.path(copy))).isEqualTo(manifest("m4"));
            assertThat(Files.readAllBytes(backup.resolve("host1/map.json"))).isEqualTo(map);

            goOn(zfs, originalOf(zfs, copy), copy);
        }
    }

    /** Some of its backups are encrypted and some are not, which has to be said. */
    private static String[] mixed(String[] command) {
        return Cli.with(new String[] {"--allow-unencrypted"}, command);
    }

    /** A backup of that dataset and its four snapshots, in the form in which the original wrote it. */
    private Path originalOf(RealZfs zfs, String dataset) throws IOException {
        Path backup = Files.createDirectories(directory.resolve("of-copy"));
        Path chunks = Files.createDirectories(backup.resolve("host1/chunks"));
        StringBuilder entries = new StringBuilder();
        for (int i = 1; i <= 4; i++) {
            String base = i == 1 ? "" : "-i '" + dataset + "@m" + (i - 1) + "' ";
            zfs.sh("zfs send " + base + "'" + dataset + "@m" + i + "' >" + chunks.resolve("tmp" + i));
            String created = zfs.output("zfs", "get", "-Hp", "-o", "value", "creation", dataset + "@m" + i)
                    .strip();
            entries.append(i == 1 ? "" : ",")
                    .append("{\"Name\": \"m" + i + "\", \"CreationTime\": " + created + ", \"Recursive\": false,")
                    .append(i == 1 ? "" : " \"parent\": \"m" + (i - 1) + "\",")
                    .append(" \"incremental\": " + (i > 1) + ", \"chunks\": [\"host1/chunks/tmp" + i + "\"]}");
        }
        Trees.text(backup.resolve("host1/map.json"), "{\"" + dataset + "\": {\"snapshots\": [" + entries + "]}}");
        return backup;
    }

    private void goOn(RealZfs zfs, Path backup, String copy) {
        Trees.text(zfs.path(copy).resolve("new"), "made today");
        Map<String, String> expected = Trees.hashes(zfs.path(copy));
        zfs.snapshot(copy, "m5");
        assertThat(Cli.ok(command(backup, copy))).startsWith("Backed up " + copy + "@m5, incremental from @m4");
        assertThat(Cli.ok(mixed(command(backup, copy, "verify"))).lines())
                .hasSize(5)
                .allMatch(line -> line.startsWith("Good"));
        String again = zfs.pool() + "/again";
        Cli.ok(mixed(command(backup, copy, "restore", "--to", again)));
        assertThat(Trees.hashes(zfs.path(again))).isEqualTo(expected);
        assertThat(List.of(zfs.snapshots(again).toArray())).containsExactly("m1", "m2", "m3", "m4", "m5");
    }
}
