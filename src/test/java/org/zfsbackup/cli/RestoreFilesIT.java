package org.zfsbackup.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.LinkOption;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.nio.file.attribute.PosixFilePermissions;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.zfsbackup.fixture.Trees;

/** Single files come back into a directory, and nothing that is there is changed. */
class RestoreFilesIT extends TwoPools {
    private static final FileTime LONG_AGO = FileTime.fromMillis(1_500_000_000_000L);

    private String source;
    private Path to;
    private Path outside;

    @BeforeEach
    void backUp() throws IOException {
        source = zfs.dataset("src" + number);
        to = Files.createDirectory(directory.resolve("to" + number));
        outside = Files.createDirectory(directory.resolve("outside" + number));
        Path files = zfs.path(source);
        Files.createDirectories(files.resolve("documents/letters"));
        Trees.text(files.resolve("documents/letters/one.txt"), "old");
        Trees.text(files.resolve("documents/two.txt"), "two");
        Trees.text(files.resolve("three.md"), "three");
        Files.createSymbolicLink(files.resolve("documents/away"), outside);
        Files.setPosixFilePermissions(files.resolve("documents/two.txt"), PosixFilePermissions.fromString("r--r-x---"));
        Files.setAttribute(files.resolve("documents/two.txt"), "unix:uid", 1234);
        Files.setLastModifiedTime(files.resolve("documents/two.txt"), LONG_AGO);
        Files.setPosixFilePermissions(files.resolve("documents/letters"), PosixFilePermissions.fromString("rwxr-x--x"));
        Files.setLastModifiedTime(files.resolve("documents/letters"), LONG_AGO);
        zfs.snapshot(source, "one");
        Trees.text(files.resolve("documents/letters/one.txt"), "new");
        zfs.snapshot(source, "two");
        Cli.ok(command(source));
    }

    private String[] command(String dataset, String... more) {
        return Cli.with(
                new String[] {"--dataset", dataset, "directory", "--dest", backups.toString(), "--prefix", "h"}, more);
    }

    /** Runs it, and expects that no dataset is left. */
    private Cli restored(String dataset, String pattern, String... more) {
        String before = zfs.output("zfs", "list", "-H", "-r", "-t", "all", "-o", "name", zfs.pool());
        Cli result = Cli.run(
                Cli.with(command(dataset, "restore", "--files", pattern, "--to-directory", to.toString()), more));
        assertThat(zfs.output("zfs", "list", "-H", "-r", "-t", "all", "-o", "name", zfs.pool()))
                .isEqualTo(before);
        return result;
    }

    private static Object attribute(Path file, String name) throws IOException {
        return Files.getAttribute(file, name, LinkOption.NOFOLLOW_LINKS);
    }

    @Test
    void matchingFiles_comeBackAsTheyWere() throws IOException {
        String said = restored(source, "**/*.txt").succeeded();

        assertThat(said).isEqualTo("Copied 2 files and directories of " + source + "@two\n");
        assertThat(Trees.hashes(to).keySet()).isEqualTo(Set.of("documents/letters/one.txt", "documents/two.txt"));
        assertThat(Trees.text(to.resolve("documents/letters/one.txt"))).isEqualTo("new");
        Path two = to.resolve("documents/two.txt");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(two)))
                .isEqualTo("r--r-x---");
        assertThat(attribute(two, "unix:uid")).isEqualTo(1234);
        assertThat(Files.getLastModifiedTime(two)).isEqualTo(LONG_AGO);
        Path letters = to.resolve("documents/letters");
        assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(letters)))
                .isEqualTo("rwxr-x--x");
    }

    @Test
    void directory_comesWithItsContent_alsoOfAnOlderSnapshotAndElsewhere() throws IOException {
        String scratch = other.dataset("scratch" + number);

        restored(source + "@one", "documents/", "--scratch", scratch).succeeded();

        assertThat(Trees.text(to.resolve("documents/letters/one.txt"))).isEqualTo("old");
        assertThat(Files.readSymbolicLink(to.resolve("documents/away"))).isEqualTo(outside);
        assertThat(to.resolve("three.md")).doesNotExist();
        assertThat(Files.getLastModifiedTime(to.resolve("documents/letters"))).isEqualTo(LONG_AGO);
        assertThat(other.output("zfs", "list", "-H", "-r", "-o", "name", scratch))
                .isEqualTo(scratch + "\n");
    }

    @Test
    void existingFile_staysAndIsNamed() throws IOException {
        Files.createDirectory(to.resolve("documents"));
        Trees.text(to.resolve("documents/two.txt"), "mine");

        Cli result = restored(source, "documents/*.txt");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("Left out documents/two.txt", "exists already", "Copied 0 files");
        assertThat(Trees.text(to.resolve("documents/two.txt"))).isEqualTo("mine");
    }

    @Test
    void linkInTheDirectory_isNotFollowed() throws IOException {
        Files.createSymbolicLink(to.resolve("documents"), outside);

        Cli result = restored(source, "**.txt");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.out()).contains("Left out documents/two.txt");
        assertThat(outside).isEmptyDirectory();
    }

    @Test
    void noMatch_isAnError() {
        Cli result = restored(source, "*.odt");

        assertThat(result.status()).isEqualTo(1);
        assertThat(result.err()).contains("no file of " + source + "@two matches *.odt");
        assertThat(to).isEmptyDirectory();
    }

    @Test
    void wrongUsage_getsASentence() {
        for (List<String> words : List.of(
                List.of("--files", "a"),
                List.of("--to-directory", "/tmp"),
                List.of("--files", "/a", "--to-directory", "/tmp"),
                List.of("--files", "a", "--to-directory", "/tmp", "--to", "tank/b"))) {
            Cli result = Cli.run(Cli.with(command(source, "restore"), words.toArray(String[]::new)));
            assertThat(result.status()).as(words.toString()).isEqualTo(2);
        }
    }
}
